package import CofferModel

/// What one slot of a notice carries.
package struct SlotRule: Hashable, Sendable {
    /// Where its value comes from.
    package enum Origin: Hashable, Sendable {
        /// A field of a record.
        case field(FieldPath)
        /// What a kind of label stands for; nil until the kinds are known.
        case label(kind: String, of: FieldPath?)
        /// Whoever asks for the notice: a value of a closed type (``GivenValue``).
        case given
        /// The charter: the company's name or contact point.
        case charter
        /// The message: random, and new for each.
        case message
        /// Nothing: a gate of the charter keeps the slot empty.
        case closed
    }

    /// Where its value comes from.
    package let origin: Origin
    /// The form it is carried in.
    package let form: SlotForm
    /// For an amount, the field of its currency.
    package let currency: FieldPath?
    /// For a word, the list it is of; for a count, its unit, or nil for a bare number; for a measure, the list of the word
    /// that says what was measured, or nil for whatever it is.
    package let list: String?
    /// Whether it may have no value; the line it stands on is left out then.
    package let optional: Bool
    /// The gate that has to be open for it.
    package let gate: String?
    /// Where the charter says so.
    package let place: Place
    /// For a day or an hour that is given: the slot whose own it may not come before.
    package var after: String? = nil

    /// The field it comes from; for a label what its kind stands for; nil for what is no field's.
    package var path: FieldPath? {
        switch origin {
        case .field(let path): path
        case .label(_, let path): path
        default: nil
        }
    }

    /// The kind of a label.
    package var label: String? { if case .label(let kind, _) = origin { kind } else { nil } }

    /// The same slot, bound to what its kind of label stands for.
    func with(_ labels: [String: LabelRule]) -> SlotRule {
        guard let label else { return self }
        return SlotRule(
            origin: .label(kind: label, of: labels[label]?.path), form: form, currency: currency, list: list,
            optional: optional, gate: gate, place: place)
    }

    /// The slot as it is where its gate is closed.
    var closed: SlotRule {
        SlotRule(
            origin: .closed, form: form, currency: nil, list: nil, optional: true, gate: gate, place: place)
    }
}

/// In which form a slot of a notice carries a value.
package enum SlotForm: String, Hashable, Sendable, CaseIterable {
    /// A pseudonym of the record, or of the subject.
    case label
    /// Cut by the field's mask.
    case masked
    /// The last four digits of a card or an account.
    case last4
    /// A day, in the recipient's language.
    case date
    /// A day and an hour, in the recipient's language; minutes are cut off.
    case hour
    /// An amount with its currency.
    case amount
    /// A whole number, with a unit or without.
    case count
    /// A number with one of the charter's units.
    case measure
    /// A word of a closed list, in the recipient's language.
    case word
    /// Several of them.
    case words
    /// The number of a request, a case or an order, as the charter's case pattern has it.
    case reference
    /// The value as it is.
    case clear
    /// The company's name.
    case company
    /// The company's contact point.
    case contact
    /// A random link, new for each message.
    case token
    /// A random link that can be followed once, and soon.
    case once
    /// A way out of marketing mail, new for each message.
    case unsubscribe
}
