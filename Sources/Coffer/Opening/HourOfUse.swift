import CofferModel

/// What one actor used up lately, counted by the minute: a use counts for an hour, and up to a minute longer.
///
/// Counting by the minute keeps what a decision looks at small, however many rows the hour had.
struct HourOfUse: Sendable {
    private struct Minute: Sendable {
        let number: Int64
        var clearValues = 0
        var probes = 0
    }

    private static let minutes: Int64 = 60
    private var spent: [Minute] = []
    /// The minute in which each subject was last asked about.
    private var subjects: [Reference: Int64] = [:]

    /// Counts one use.
    ///
    /// - Parameters:
    ///   - clearValues: values shown in the clear.
    ///   - probes: finds and comparisons.
    ///   - subject: whom it was about.
    ///   - time: when; never before an earlier use.
    mutating func add(clearValues: Int, probes: Int, subject: Reference?, at time: Timestamp) {
        let minute = Self.minute(time)
        if spent.last.map({ $0.number < minute }) ?? true {
            spent.removeAll { !Self.counts($0.number, in: minute) }
            subjects = subjects.filter { Self.counts($0.value, in: minute) }
            spent.append(Minute(number: minute))
        }
        spent[spent.count - 1].clearValues += clearValues
        spent[spent.count - 1].probes += probes
        if let subject { subjects[subject] = minute }
    }

    /// What counts at a time.
    func used(at now: Timestamp) -> (clearValues: Int, subjects: Set<Reference>, probes: Int) {
        let minute = Self.minute(now)
        let recent = spent.filter { Self.counts($0.number, in: minute) }
        return (
            recent.reduce(0) { $0 + $1.clearValues },
            Set(subjects.lazy.filter { Self.counts($0.value, in: minute) }.map(\.key)),
            recent.reduce(0) { $0 + $1.probes }
        )
    }

    private static func minute(_ time: Timestamp) -> Int64 { time.milliseconds / 60_000 }

    private static func counts(_ used: Int64, in minute: Int64) -> Bool { used + minutes >= minute }
}
