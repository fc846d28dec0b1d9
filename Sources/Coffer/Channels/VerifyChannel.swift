import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Verifies the address of a channel by the one-time token that was sent to it, and uses the token up.
    ///
    /// Nobody can note that an address was verified: who has the token has read what was sent there. A token that is
    /// unknown, used, expired, another's, of an erased customer or of an address that was changed since gets the same
    /// answer. Every try spends the probe budget.
    ///
    /// - Parameters:
    ///   - token: as it stood in the message.
    ///   - session: who hands it in.
    /// - Returns: how far the agreement is now.
    /// - Throws: `not_found`, the denial's code, or a failure. Nothing changes then.
    public func verifyChannel(
        _ token: String, as session: Session
    ) async throws(VaultError) -> ChannelState {
        try checkAlive()
        do {
            return try await turn.take {
                try await refuse(refusal(session, .confirm, [(nil, nil)]), session, .confirm)
                let row = entry(session, .random(from: random), .confirm)
                guard let issued = try await issued(token),
                    let redeemed = try await redeemed(issued, session)
                else { try await refuseToken(row) }
                return try await verify(redeemed, issued, row)
            }
        } catch { throw vaultError(error) }
    }

    private func verify(
        _ redeemed: Redeemed, _ issued: IssuedRow, _ entry: LedgerEntry
    ) async throws(VaultError) -> ChannelState {
        let field = redeemed.token.field
        var row = entry
        row.subject = redeemed.keys.reference
        row.noted = "channel.\(field.path).verified"
        row.cells = [
            LedgerCell(record: redeemed.keys.reference(of: field.record), granted: [:], denied: [:])
        ]
        _ = try await commit(redeemed.facts, redeemed.keys, row, [.redeem(token: issued.token)])
        let now = now()
        return redeemed.facts.channels.first { $0.field == field }?.state(at: now) ?? .verified
    }

    /// What was issued under a token and has not ended.
    func issued(_ token: String) async throws(VaultError) -> IssuedRow? {
        guard 1...Limits.issuedTokenBytes ~= token.utf8.count else { return nil }
        let name: [UInt8]
        do { name = try fields.issuedToken(token) } catch { throw VaultError(error.code) }
        let row: IssuedRow?
        do { row = try await data.issued(tokens: [name])[name] } catch { throw vaultError(error) }
        return row.flatMap { now() < $0.expires ? $0 : nil }
    }

    /// What a token does: the facts with its channel verified; nil when it does nothing, for whatever reason.
    private func redeemed(
        _ issued: IssuedRow, _ session: Session
    ) async throws(VaultError) -> Redeemed? {
        let meaning: JSON
        do { meaning = try fields.meaning(of: issued) } catch { throw VaultError(error.code) }
        guard let token = ChannelToken(meaning: meaning) else { return nil }
        guard let loaded = try await loadOnce([token.subject]) else {
            throw VaultError(.integrity, "the facts of a subject are not what the ledger says")
        }
        let ask = Ask(subject: token.subject, record: nil, path: nil, form: nil)
        let asked = request(session, .random(from: random), .confirm, [ask])
        guard charter.decide(asked, facts(session, loaded)).denials.isEmpty,
            let open = loaded.open[token.subject],
            try addresses(of: open)[token.field] == token.revision,
            let facts = loaded.facts[token.subject]?.verified(token.field, revision: token.revision)
        else { return nil }
        return Redeemed(token: token, keys: open.keys, facts: facts)
    }

    /// One answer for all tokens that do nothing.
    func refuseToken(_ entry: LedgerEntry) async throws(VaultError) -> Never {
        var row = entry
        row.code = .notFound
        row.misses = 1
        _ = try await record([row])
        throw VaultError(.notFound)
    }
}

/// A token that verifies something: what it stands for, and the facts it leads to.
private struct Redeemed {
    let token: ChannelToken
    let keys: SubjectKeys
    let facts: SubjectFacts
}
