import CofferModel

/// One question of the watch: which certificates end on this day, whose owners hear of it so many days before.
struct Expiry: Hashable, Sendable {
    /// When the certificates end, counted from 1970-01-01.
    let day: Int
    /// How many days before.
    let step: Int

    /// How many days before its end the owner of a certificate hears of it, the farthest first.
    static let steps = [30, 14, 7, 1]

    /// The days to ask about, so that each certificate is in the step that it has reached and no other.
    ///
    /// What the days between two looks would have asked is asked now; a step that the next one has overtaken is not.
    ///
    /// - Parameters:
    ///   - seen: the day of the last look that was finished; nil when there was none.
    ///   - today: the day of this one.
    /// - Returns: at most one question for each of the next 31 days.
    static func due(after seen: Int?, on today: Int) -> [Expiry] {
        zip(steps, steps.dropFirst() + [-1]).flatMap { step, next -> [Expiry] in
            let first = max(today + next, seen.map { $0 + step } ?? .min) + 1
            return first <= today + step ? (first...today + step).map { Expiry(day: $0, step: step) } : []
        }
    }
}
