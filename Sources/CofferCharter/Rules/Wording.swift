package import CofferModel

/// The words that senders may choose from, and the units of counts, in each language.
package struct Wording: Sendable {
    /// By list and word, the text in each language.
    package var words: [String: [String: [Language: Word]]] = [:]
    /// By unit, its forms in each language.
    package var units: [String: [Language: PluralForms]] = [:]
    /// By list and word, the units in which what it names is measured; a word without any is measured in every unit.
    package var measures: [String: [String: Set<String>]] = [:]

    /// One text and its line.
    package struct Word: Hashable, Sendable {
        /// What a reader sees.
        package let text: String
        /// Where the charter says so.
        package let place: Place
    }

    /// This one with the texts of another in place of its own, language by language.
    func overridden(by other: Wording) -> Wording {
        var merged = self
        for (list, words) in other.words {
            for (word, texts) in words {
                merged.words[list, default: [:]][word, default: [:]].merge(texts) { _, new in new }
            }
        }
        for (unit, forms) in other.units {
            merged.units[unit, default: [:]].merge(forms) { _, new in new }
        }
        for (list, words) in other.measures {
            merged.measures[list, default: [:]].merge(words) { _, new in new }
        }
        return merged
    }
}
