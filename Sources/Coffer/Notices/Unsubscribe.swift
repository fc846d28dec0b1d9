import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Ends advertising of one purpose, by the token of a message that had it: one step, without a word (RFC 8058).
    ///
    /// What the company's page hands in for whoever followed the link, or for his mail program. The token works again and
    /// again; noted twice, it happened once. Every try spends the probe budget.
    ///
    /// - Parameters:
    ///   - token: as it stood in the message.
    ///   - session: who hands it in.
    /// - Returns: the purpose that ended.
    /// - Throws: `not_found` alike for a token that is unknown, expired, of something else or of an erased customer, the
    ///   denial's code, or a failure. Nothing changes then.
    @discardableResult
    public func unsubscribe(_ token: String, as session: Session) async throws(VaultError) -> Purpose {
        try checkAlive()
        do {
            return try await turn.take {
                try await refuse(refusal(session, .confirm, [(nil, nil)]), session, .confirm)
                var row = entry(session, .random(from: random), .confirm)
                guard let issued = try await issued(token), let meant = try meaning(of: issued),
                    meant.use == .unsubscribe
                else { try await refuseToken(row) }
                guard let loaded = try await loadOnce([meant.subject]) else {
                    throw VaultError(.integrity, "the facts of a subject are not what the ledger says")
                }
                let ask = Ask(subject: meant.subject, record: nil, path: nil, form: nil)
                guard let open = try await answerable(ask, .confirm, session, loaded),
                    let before = loaded.facts[meant.subject]
                else { try await refuseToken(row) }
                let note = SubjectNote.withdrawal(topic: meant.purpose.rawValue)
                let facts = try before.noting(
                    note,
                    .init(
                        charter: charter, records: [], addresses: [:], revocable: [:], caseID: nil, now: now()
                    ))
                row.subject = open.keys.reference
                row.noted = note.name
                if facts == before {
                    _ = try await record([row])
                } else {
                    _ = try await commit(facts, open.keys, row)
                }
                return meant.purpose
            }
        } catch { throw vaultError(error) }
    }
}
