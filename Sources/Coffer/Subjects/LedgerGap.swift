import CofferLedger
import CofferModel

/// Whether time jumped in this process's log, and nobody has said since that it is right.
struct LedgerGap: Hashable, Sendable {
    /// What the row of a sweep notes that was told so.
    static let told = "sweep.after_gap"
    /// What the row of a look notes that takes nothing.
    static let looked = "sweep.dry_run"

    private var last: Timestamp?
    private var isOpen = false

    /// Learns one row of the log.
    mutating func learn(_ entry: LedgerEntry, at time: Timestamp) {
        isOpen = isOpen(at: time)
        if entry.beginsSweep { isOpen = false }
        last = last.map { max($0, time) } ?? time
    }

    /// Whether a sweep at this time wants to be told.
    func isOpen(at now: Timestamp) -> Bool {
        isOpen || last.map { $0.adding(seconds: Limits.sweepGapSeconds) < now } ?? false
    }
}

extension LedgerEntry {
    /// Whether it is the first row of a sweep: one that was told that the clock is right, or needed not be.
    var beginsSweep: Bool { action == .sweep && code == nil && state == nil && noted != LedgerGap.looked }
}
