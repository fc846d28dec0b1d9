import CofferForms
package import CofferModel

/// Fills the slots of a notice: values in, one message or one refusal out.
package enum Renderer {
    /// Renders subject and body in a language.
    ///
    /// Values are inert: a value that looks like a slot, a header or a line of its own stays the text it is,
    /// or is refused. There is no partial result.
    ///
    /// - Parameters:
    ///   - subject: the subject line.
    ///   - body: the text.
    ///   - language: `bg`, `en`, `kk` or `ru`.
    ///   - slots: a value for each slot of the two templates, and for no other.
    /// - Returns: the notice.
    /// - Throws: why there is none.
    package static func render(
        subject: Template, body: Template, language: String, slots: [String: SlotValue]
    ) throws(NoticeRefused) -> RenderedNotice {
        guard let tongue = Language(rawValue: language) else { throw .language }
        let wanted = subject.slots.union(body.slots)
        guard wanted.isSuperset(of: slots.keys) else { throw .unknownSlot }
        guard wanted.isSubset(of: slots.keys) else { throw .missingSlot }
        guard isClean(subject, lines: false), isClean(body, lines: true) else { throw .template }
        var texts: [String: String] = [:]
        for (name, value) in slots { texts[name] = try text(of: value, in: tongue) }
        let notice = RenderedNotice(
            language: language, subject: filled(subject, texts), body: filled(body, texts), filled: texts)
        guard notice.subject.unicodeScalars.count <= Limits.noticeSubjectScalars,
            notice.body.utf8.count <= Limits.noticeBodyBytes
        else { throw .length }
        return notice
    }

    private static func filled(_ template: Template, _ texts: [String: String]) -> String {
        template.pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .slot(let name): texts[name] ?? ""
            }
        }.joined()
    }

    private static func isClean(_ template: Template, lines: Bool) -> Bool {
        template.pieces.allSatisfy { piece in
            guard case .text(let text) = piece else { return true }
            return text.unicodeScalars.allSatisfy { $0.isPrintable || lines && ($0 == "\n" || $0 == "\t") }
        }
    }

    private static func text(of value: SlotValue, in language: Language) throws(NoticeRefused) -> String {
        switch value {
        case .label(let label):
            try checked(label, upTo: 64, rule: "slot.label") { isLabel($0) }
        case .date(let moment): DateText.day(moment, in: language)
        case .amount(let amount, let currency): try money(amount, currency, in: language)
        case .text(let text):
            try checked(text, upTo: Limits.slotBytes, rule: "slot.text") { $0.isPrintable }
        case .token(let token):
            try checked(token, upTo: 512, rule: "slot.token") { isTokenCharacter($0) }
        }
    }

    private static func checked(
        _ text: String, upTo most: Int, rule: Rule, allows: (Unicode.Scalar) -> Bool
    ) throws(NoticeRefused) -> String {
        guard 1...most ~= text.utf8.count, text.unicodeScalars.allSatisfy(allows) else { throw .value(rule) }
        return text
    }

    private static func money(
        _ amount: String, _ currency: String, in language: Language
    ) throws(NoticeRefused) -> String {
        let never = Timestamp(milliseconds: 0)
        do throws(BadValue) {
            let number = try Canonical.bytes(of: .string(amount), as: .amount, at: never)
            let code = try Canonical.bytes(of: .string(currency), as: .currency, at: never)
            return AmountText.text(
                String(decoding: number, as: UTF8.self), currency: String(decoding: code, as: UTF8.self),
                in: language)
        } catch {
            throw .value(error.rule)
        }
    }

    private static func isLabel(_ scalar: Unicode.Scalar) -> Bool {
        "A"..."Z" ~= scalar || "0"..."9" ~= scalar || "-*~$=".unicodeScalars.contains(scalar)
    }

    /// The characters of RFC 3986 §2.
    private static func isTokenCharacter(_ scalar: Unicode.Scalar) -> Bool {
        "A"..."Z" ~= scalar || "a"..."z" ~= scalar || "0"..."9" ~= scalar
            || "-._~:/?#[]@!$&'()*+,;=%".unicodeScalars.contains(scalar)
    }
}
