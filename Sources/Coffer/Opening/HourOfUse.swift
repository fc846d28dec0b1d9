import CofferModel

/// What one actor used up lately, counted by the minute: a use counts for an hour, and up to a minute longer.
///
/// Counting by the minute keeps what a decision looks at small, however many rows the hour had.
struct HourOfUse: Sendable {
    private struct Spent: Sendable {
        var clearValues = 0
        var probes = 0
        var misses = 0
    }

    private static let minutes: Int64 = 60
    private var spent: [Int64: Spent] = [:]
    /// The minute in which each subject was last asked about.
    private var subjects: [Reference: Int64] = [:]
    /// The minute in which he last opened an incident.
    private var opened: Int64?
    private var newest = Int64.min

    /// Counts one use; uses come in any order, as the rows of several logs do.
    ///
    /// - Parameters:
    ///   - clearValues: values shown in the clear.
    ///   - probes: finds, labels told and comparisons.
    ///   - misses: labels that were not told.
    ///   - isIncident: whether it opened an incident.
    ///   - subject: whom it was about.
    ///   - time: when.
    mutating func add(
        clearValues: Int, probes: Int, misses: Int, isIncident: Bool, subject: Reference?, at time: Timestamp
    ) {
        let minute = Self.minute(time)
        if minute > newest {
            newest = minute
            spent = spent.filter { Self.counts($0.key, in: minute) }
            subjects = subjects.filter { Self.counts($0.value, in: minute) }
        }
        guard Self.counts(minute, in: newest) else { return }
        spent[minute, default: Spent()].clearValues += clearValues
        spent[minute, default: Spent()].probes += probes
        spent[minute, default: Spent()].misses += misses
        if isIncident { opened = max(minute, opened ?? minute) }
        if let subject { subjects[subject] = max(minute, subjects[subject] ?? minute) }
    }

    /// The subjects that were asked about in the last hour; nobody's are copied to look at them.
    struct Subjects: Sendable {
        fileprivate let last: [Reference: Int64]
        fileprivate let minute: Int64
        /// How many they are.
        let count: Int

        /// Whether one is among them.
        func contains(_ subject: Reference) -> Bool {
            last[subject].map { HourOfUse.counts($0, in: minute) } ?? false
        }
    }

    /// What counts at a time.
    func used(at now: Timestamp) -> (clearValues: Int, subjects: Subjects, probes: Int) {
        let minute = Self.minute(now)
        let recent = spent.filter { Self.counts($0.key, in: minute) }.values
        // What no longer counted in the newest minute is gone; mostly that is this one.
        let count =
            minute <= newest ? subjects.count : subjects.values.count { Self.counts($0, in: minute) }
        return (
            recent.reduce(0) { $0 + $1.clearValues },
            Subjects(last: subjects, minute: minute, count: count),
            recent.reduce(0) { $0 + $1.probes }
        )
    }

    /// How many labels were asked for and not told, and whether that has opened an incident already.
    func burst(at now: Timestamp) -> (misses: Int, isOpen: Bool) {
        let minute = Self.minute(now)
        let misses = spent.filter { Self.counts($0.key, in: minute) }.reduce(0) { $0 + $1.value.misses }
        return (misses, opened.map { Self.counts($0, in: minute) } ?? false)
    }

    private static func minute(_ time: Timestamp) -> Int64 { time.milliseconds / 60_000 }

    private static func counts(_ used: Int64, in minute: Int64) -> Bool { used + minutes >= minute }
}
