import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore
import Synchronization

extension Vault {
    /// Lists the secrets of devices that are to be changed: seen by somebody who broke the glass, cut off by a revocation, or
    /// older than the charter lets them be.
    ///
    /// Nothing is opened: how old a secret is stands on the ledger. Each customer who is named has a row in it and spends the budget
    /// of subjects. Written anew, a secret is off the list.
    ///
    /// - Parameters:
    ///   - subject: after which customer to begin; nil for the first.
    ///   - session: who asks; his role must hold the act `rotation`.
    /// - Returns: at most ``Limits/secretsListed``, and what is left of the last customer's, and where the list goes on.
    /// - Throws: `throttled` when there is no budget for all of them, the denial's code, or a failure.
    public func dueSecrets(after subject: SubjectID?, as session: Session) async throws(VaultError)
        -> DueSecrets
    {
        try checkAlive()
        try await permit(.rotation, session)
        var walk = SubjectWalk()
        walk.last = subject
        var named = Loaded()
        var secrets: [DueSecret] = []
        var last: SubjectID?
        var pages = 0
        while !walk.isOver, pages < Limits.secretsPages, secrets.count < Limits.secretsListed {
            pages += 1
            try await self.walk(&walk, { _ in }) { (subject, loaded) throws(VaultError) in
                guard secrets.count < Limits.secretsListed else { return }
                last = subject
                let due = dueSecrets(of: subject, loaded)
                guard !due.isEmpty else { return }
                secrets += due
                named.facts[subject] = loaded.facts[subject]
                named.open[subject] = loaded.open[subject]
            }
        }
        let isCut = !walk.isOver || walk.last != last
        let told = try await recordNamed(
            Set(secrets.map(\.subject)), asked: nil, named, session, .rotation, noting: Self.dueListed)
        return DueSecrets(secrets: secrets.filter { told.contains($0.subject) }, next: isCut ? last : nil)
    }

    /// What a row notes of a customer whom the list named.
    static let dueListed = "secrets.listed"

    private func dueSecrets(of subject: SubjectID, _ loaded: Loaded) -> [DueSecret] {
        guard let open = loaded.open[subject], let facts = loaded.facts[subject] else { return [] }
        var due: [DueSecret] = []
        for row in open.records.values.sorted(by: { $0.record < $1.record }) {
            let known = loaded.records[row.record]
            guard let packed = try? PackedRow(reading: row.packed) else { continue }
            let secrets = Set(packed.cells.map(\.field)).sorted()
                .compactMap { charter.field(FieldNumber(ofClass: row.ofClass, field: $0)) }
                .filter { $0.type.isSecretOfDevice }
            guard !secrets.isEmpty else { continue }
            let times = memory.withLock { $0.secrets[open.keys.reference(of: row.record)] }
            for rule in secrets {
                let written = times[rule.path]?.written ?? row.changed
                // What is past its time is used by nobody, and goes with the next sweep.
                guard
                    charter.end(of: rule.retention, for: facts, record: row.record, known, now: now()) == nil,
                    let (reason, by) = reason(rule, times[rule.path]?.due, written, known)
                else { continue }
                due.append(
                    DueSecret(
                        subject: subject, device: row.parent, record: row.record, field: rule.path,
                        reason: reason,
                        since: written, by: by))
            }
        }
        return due
    }

    private func reason(
        _ rule: FieldRule, _ seen: Timestamp?, _ written: Timestamp, _ known: RecordFacts?
    ) -> (DueSecret.Reason, Timestamp?)? {
        // The most urgent first: what is overdue is not put off by one more person who saw it.
        if known?.cut.contains(rule.number) == true { return (.revoked, nil) }
        if let seen { return (.seen, seen) }
        guard let end = rule.retention.rotate?.added(to: written), end <= now() else { return nil }
        return (.age, end)
    }
}
