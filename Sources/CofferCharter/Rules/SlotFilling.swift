package import CofferModel

/// What fills a slot, before it is put into words.
package enum SlotFilling: Hashable, Sendable {
    /// The value of the slot's field in the slot's form, as it was answered, and of the field of its currency.
    case answered(String, currency: String?)
    /// What the sender gave.
    case given(GivenValue)
    /// What the sender gave, where it is not to be shown.
    case withheld
    /// The random token of this slot in this message.
    case token(String)
    /// Nothing: the company's name and contact point need nothing, an optional slot may have nothing.
    case nothing
}

extension Charter {
    /// What a slot shows, in a language.
    ///
    /// - Parameters:
    ///   - slot: a slot of a kind of this charter.
    ///   - filling: what was found for it.
    ///   - language: the language of the notice.
    /// - Returns: the value that the renderer writes.
    /// - Throws: `slot.missing` for a slot that must have a value and has none; `slot.form` for a filling that is
    ///   not of the slot's kind, and for a word without text in the language.
    package func value(
        of slot: SlotRule, _ filling: SlotFilling, in language: String
    ) throws(BadValue) -> SlotValue {
        guard let language = Language(rawValue: language) else { throw BadValue("slot.form") }
        switch (slot.origin, filling) {
        case (.charter, _): return .text(slot.form == .company ? company.name : company.contact)
        case (.message, .token(let token)):
            return company.portal.map { .link($0 + token) } ?? .token(token)
        case (.given, .withheld): return .text("…")
        case (.given, .given(let value)): return try self.value(of: value, for: slot, in: language)
        case (.field, .answered(let text, let currency)), (.label, .answered(let text, let currency)):
            return try value(of: text, currency, for: slot, in: language)
        case (.closed, _): return .absent
        case (_, .nothing):
            guard slot.optional else { throw BadValue("slot.missing") }
            return .absent
        default: throw BadValue("slot.form")
        }
    }

    private func value(
        of text: String, _ currency: String?, for slot: SlotRule, in language: Language
    ) throws(BadValue) -> SlotValue {
        switch slot.form {
        case .label: return .label(text)
        case .masked, .last4, .clear: return .text(text)
        case .date, .hour:
            guard let moment = Timestamp(text.utf8.count == 10 ? text + "T00:00:00.000Z" : text) else {
                throw BadValue("slot.form")
            }
            return slot.form == .date ? .date(moment) : .hour(moment)
        case .amount:
            guard let currency else { throw BadValue("slot.missing") }
            return .amount(text, currency: currency)
        case .word: return .text(try word(text, of: slot, in: language))
        default: throw BadValue("slot.form")
        }
    }

    private func value(
        of given: GivenValue, for slot: SlotRule, in language: Language
    ) throws(BadValue) -> SlotValue {
        switch given {
        case .date(let day): return .date(day)
        case .hour(let moment): return .hour(moment)
        case .count(let count):
            guard let unit = slot.list else { return .count(count, unit: nil) }
            return .count(count, unit: try forms(of: unit, in: language))
        case .measure(let number, let unit): return .measure(number, unit: try forms(of: unit, in: language))
        case .words(let words):
            var texts: [String] = []
            for word in words { texts.append(try self.word(word, of: slot, in: language)) }
            return .text(texts.joined(separator: ", "))
        case .reference(let reference): return .text(reference)
        case .amount(let amount, let currency): return .amount(amount, currency: currency)
        }
    }

    private func word(_ word: String, of slot: SlotRule, in language: Language) throws(BadValue) -> String {
        guard let text = slot.list.flatMap({ wording.words[$0] })?[word]?[language]?.text else {
            throw BadValue("slot.form")
        }
        return text
    }

    private func forms(of unit: String, in language: Language) throws(BadValue) -> PluralForms {
        guard let forms = wording.units[unit]?[language] else { throw BadValue("slot.form") }
        return forms
    }
}
