import CofferCharter
public import CofferModel
import Synchronization

extension Vault {
    /// The roles of the session's own actor, each with its purposes and what is left of its budget.
    ///
    /// - Parameter session: his own.
    /// - Returns: a line a role; none for a user who is not entered.
    public func roles(_ session: Session) -> [RoleLine] {
        guard let actor = session.actor, let entry = staff(actor) else { return [] }
        let now = now()
        let used = memory.withLock { $0.used(by: actor, at: now) }
        let table = Dictionary(grouping: charter.table()) { $0.role }
        return entry.roles.sorted().compactMap { role in
            guard let budget = charter.roles[role]?.budget else { return nil }
            return RoleLine(
                role: role, purposes: Set((table[role] ?? []).compactMap(\.purpose)).sorted(),
                clearValuesLeft: max(0, budget.clearValues - used.clearValues),
                subjectsLeft: max(0, budget.subjects - used.subjects.count),
                probesLeft: max(0, budget.probes - used.probes))
        }
    }
}
