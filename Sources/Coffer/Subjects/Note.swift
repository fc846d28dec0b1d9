import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Notes something about a customer that decisions read: from the next request on, it counts.
    ///
    /// - Parameters:
    ///   - note: what to note.
    ///   - subject: about whom.
    ///   - session: who asks; a hold stands on its case.
    /// - Returns: the revision of what is known of him; the same as before when it was noted already.
    /// - Throws: `bad_value` with its rule, `opted_out`, the denial's code, `not_found` alike for one who was never here and
    ///   one erased, or a failure. Nothing is noted then.
    @discardableResult
    public func note(
        _ note: SubjectNote, about subject: SubjectID, as session: Session
    ) async throws(VaultError) -> UInt64 {
        try checkAlive()
        do {
            return try await turn.take {
                // Who may note nothing about anybody learns nothing about who is here.
                try await refuse(refusal(session, note.action, [(nil, nil)]), session, note.action)
                let loaded = try await present(subject, session, note.action)
                try await permit(note.action, session, subject: subject, loaded)
                guard let open = loaded.open[subject], let before = loaded.facts[subject] else {
                    throw VaultError(.notFound)
                }
                return try await write(note, before, open, session)
            }
        } catch { throw vaultError(error) }
    }

    private func write(
        _ note: SubjectNote, _ before: SubjectFacts, _ open: OpenSubject, _ session: Session
    ) async throws(VaultError) -> UInt64 {
        if note.kind == .orders {
            try await self.note(order: note, before, open, session)
            return before.revision
        }
        var row = entry(session, RequestID.random(from: random), note.action)
        row.subject = open.keys.reference
        let facts: SubjectFacts
        do throws(VaultError) {
            facts = try before.noting(
                note,
                .init(
                    charter: charter, records: Set(open.records.keys),
                    addresses: note.kind == .channels ? try addresses(of: open) : [:],
                    revocable: note.kind == .revocations ? revocable(of: open) : [:],
                    caseID: session.caseID, now: now()))
        } catch {
            row.code = error.code
            _ = try await record([row])
            throw error
        }
        row.noted = note.name
        if case .channel(let field, _) = note {
            row.cells = [LedgerCell(record: open.keys.reference(of: field.record), granted: [:], denied: [:])]
        }
        if case .revocation(let certificate, _, _) = note, open.records[certificate] != nil {
            row.cells = [LedgerCell(record: open.keys.reference(of: certificate), granted: [:], denied: [:])]
        }
        guard facts != before else {
            _ = try await record([row])
            return before.revision
        }
        return try await commit(facts, open.keys, row)
    }
}
