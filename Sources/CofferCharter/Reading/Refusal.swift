/// Why a charter does not load: file, line, the rule broken, the promise or standard behind it, and a sentence.
package struct Refusal: Hashable, Sendable, CustomStringConvertible {
    /// Where.
    package let place: Place
    /// Which rule.
    package let rule: CharterRule
    /// What is wrong, in one sentence, with names of the charter but no other content.
    package let sentence: String

    /// `file:line: rule (row): sentence`.
    package var description: String { "\(place): \(rule.name) (\(rule.row)): \(sentence)" }
}

/// A charter that does not load, with every reason at once.
package struct CharterInvalid: Error, Sendable, CustomStringConvertible {
    /// The reasons, in the order of their lines; never empty.
    package let refusals: [Refusal]

    /// One line a reason.
    package var description: String { refusals.map(\.description).joined(separator: "\n") }
}

/// Collects refusals while a file is read, so that all are told at once.
package final class Refusals {
    private var all: [Refusal] = []

    /// None yet.
    package init() {}

    /// Whether nothing was refused.
    package var isEmpty: Bool { all.isEmpty }

    /// Notes a refusal.
    package func refuse(_ rule: CharterRule, _ place: Place, _ sentence: String) {
        let refusal = Refusal(place: place, rule: rule, sentence: sentence)
        if all.count < 1000, !all.contains(refusal) { all.append(refusal) }
    }

    /// All of them, in the order of their lines.
    package var invalid: CharterInvalid {
        CharterInvalid(
            refusals: all.sorted {
                ($0.place.file, $0.place.line, $0.rule.name) < ($1.place.file, $1.place.line, $1.rule.name)
            })
    }
}
