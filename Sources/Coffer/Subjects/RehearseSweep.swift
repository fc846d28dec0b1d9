import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel

extension Vault {
    /// Says what a sweep would take now, and takes nothing.
    ///
    /// - Parameters:
    ///   - session: who asks; he must be allowed to sweep.
    ///   - progress: told how many records were looked at.
    /// - Returns: how many keys of each retention code would go, and how many have not been due for a day.
    /// - Throws: the denial's code, or a failure.
    public func rehearseSweep(
        as session: Session, progress: @Sendable (Int) -> Void
    ) async throws(VaultError) -> SweepRehearsal {
        try checkAlive()
        try await permit(.sweep, session)
        let now = now()
        try await refuseAhead(now, session)
        let known = now.adding(seconds: -Limits.sweepGraceSeconds)
        var rehearsal = SweepRehearsal()
        rehearsal.isGap = isGap(now)
        var row = entry(session, RequestID.random(from: random), .sweep)
        row.noted = LedgerGap.looked
        _ = try await record([row])
        let names = Dictionary(uniqueKeysWithValues: charter.retention.values.map { ($0.number, $0.name) })
        var walk = SubjectWalk()
        while !walk.isOver {
            try await self.walk(&walk, progress) { (subject, loaded) throws(VaultError) in
                guard let due = due(subject, loaded, known: known) else {
                    rehearsal.skipped += 1
                    return
                }
                for name in due.taken.compactMap({ names[$0.kind] }) {
                    rehearsal.codes[name, default: .init()].keys += 1
                }
                for name in due.waiting.compactMap({ names[$0.kind] }) {
                    rehearsal.codes[name, default: .init()].waiting += 1
                }
            }
        }
        rehearsal.subjects = walk.subjects
        return rehearsal
    }
}
