package import CofferModel

/// Why a notice was not rendered; says nothing of what its values held.
package enum NoticeRefused: Error, Hashable, Sendable {
    /// No forms of dates and amounts are known for the language.
    case language
    /// A value was given for a slot that neither subject nor body has.
    case unknownSlot
    /// Subject or body has a slot for which no value was given.
    case missingSlot
    /// A value breaks the rule of its kind, as by a control character.
    case value(Rule)
    /// The template itself has a control character.
    case template
    /// Subject or body came out longer than its limit.
    case length

    /// The stable code of the refusal.
    package var code: Code {
        switch self {
        case .unknownSlot: .placeholderForbidden
        case .missingSlot, .template, .language: .templateInvalid
        case .value: .badValue
        case .length: .tooLarge
        }
    }
}
