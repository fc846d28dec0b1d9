/// Which form of a word a language uses beside a number (CLDR, cardinal numbers).
package enum PluralCategory: String, Hashable, Sendable, CaseIterable {
    case one, few, many, other

    /// The forms that a unit has in a language: all that whole numbers ask for.
    package static func needed(in language: Language) -> Set<PluralCategory> {
        language == .ru ? [.one, .few, .many] : [.one, .other]
    }

    /// The form beside a whole number of 0 or more.
    package static func of(_ count: Int, in language: Language) -> PluralCategory {
        guard language == .ru else { return count == 1 ? .one : .other }
        switch (count % 10, count % 100) {
        case (_, 11...14): return .many
        case (1, _): return .one
        case (2...4, _): return .few
        default: return .many
        }
    }

    /// The form beside a number with decimals: in Russian the genitive singular, which `few` has too.
    package static func ofDecimal(in language: Language) -> PluralCategory {
        language == .ru ? .few : .other
    }
}

/// A unit in one language, in each form that the language has.
package struct PluralForms: Hashable, Sendable {
    private let forms: [PluralCategory: String]

    /// Takes the forms; nil unless they are exactly those the language needs.
    package init?(_ forms: [PluralCategory: String], in language: Language) {
        guard Set(forms.keys) == PluralCategory.needed(in: language) else { return nil }
        self.forms = forms
    }

    /// One form; empty for one that the language does not have.
    package subscript(category: PluralCategory) -> String { forms[category] ?? "" }
}
