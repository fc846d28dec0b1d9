import CofferLedger
import CofferModel

/// Whether time jumped in the logs, and nobody has said since that it is right.
struct LedgerGap: Hashable, Sendable {
    /// What the row of a sweep notes that was told so.
    static let told = "sweep.after_gap"
    /// What the row of a look notes that takes nothing.
    static let looked = "sweep.dry_run"

    private var last: Timestamp?
    /// When it jumped.
    private var opened: Timestamp?

    /// Learns one row.
    ///
    /// - Parameters:
    ///   - entry: the row.
    ///   - time: its time.
    ///   - closing: whether its log counts when it says that the clock is right; that it may be wrong, any log says.
    mutating func learn(_ entry: LedgerEntry, at time: Timestamp, closing: Bool) {
        if isNew(time) { opened = max(opened ?? time, time) }
        if closing, entry.beginsSweep, let opened, time >= opened { self.opened = nil }
        last = last.map { max($0, time) } ?? time
    }

    /// Whether a sweep at this time wants to be told.
    func isOpen(at now: Timestamp) -> Bool { opened != nil || isNew(now) }

    private func isNew(_ time: Timestamp) -> Bool {
        last.map { $0.adding(seconds: Limits.sweepGapSeconds) < time } ?? false
    }
}

extension LedgerEntry {
    /// Whether it is the first row of a sweep: one that was told that the clock is right, or needed not be.
    var beginsSweep: Bool { action == .sweep && code == nil && state == nil && noted != LedgerGap.looked }
}
