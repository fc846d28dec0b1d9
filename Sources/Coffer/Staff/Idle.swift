import CofferCharter
import CofferFields
import CofferModel
import Synchronization

extension Vault {
    /// An entry as it counts now: who was idle for 90 days is not active (P-23).
    func inForce(_ entry: StaffEntry) -> StaffEntry {
        guard entry.active, isIdle(entry) else { return entry }
        var idle = entry
        idle.active = false
        return idle
    }

    /// Whether an account has no row of its own in the ledger for longer than 90 days, and was neither entered nor
    /// given its rights back since.
    ///
    /// Of the administrators, the one who was seen last stays: somebody has to give the others their rights back.
    func isIdle(_ entry: StaffEntry) -> Bool {
        guard lastUse(entry).adding(seconds: Limits.idleSeconds) < now() else { return false }
        guard entry.administers else { return true }
        let administrators = keyring.file.staff.filter(\.administers)
        return administrators.max { lastUse($0) < lastUse($1) }?.actor != entry.actor
    }

    private func lastUse(_ entry: StaffEntry) -> Timestamp {
        let seen = memory.withLock { $0.seen[entry.actor] }
        return [entry.added, entry.enabled, seen].compactMap { $0 }.max() ?? entry.added
    }
}
