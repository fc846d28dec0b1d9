import CofferCharter
import CofferFields
import CofferForms
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Finds subjects by the exact value of an indexed field.
    ///
    /// A hit is decided and counted like a read, and a miss is counted too: guessing has a price.
    ///
    /// - Parameters:
    ///   - path: the field.
    ///   - text: the value, as a person would type it.
    ///   - session: who asks.
    /// - Returns: at most 20 subjects that this session may know of.
    /// - Throws: the denial's code; `bad_value` for what cannot be a value of the field; `locked` when this process
    ///   does not hold the field's index key.
    public func find(
        _ path: FieldPath, equals text: String, as session: Session
    ) async throws(VaultError) -> [SubjectID] {
        try checkAlive()
        let id = RequestID.random(from: random)
        let charter = charter
        let ask = Ask(subject: nil, record: nil, path: path, form: nil)
        var held = decide(request(session, id, .find, [ask]), Loaded())
        let denials = held.decision.denials
        let base = entry(session, id, .find)
        guard let grant = held.decision.takeGrant(), let rule = charter.fields[path] else {
            _ = try await record(rows([], denials, [ask], base, Loaded()))
            throw VaultError(denials.first?.code ?? .roleDenied)
        }
        let hits = try await hits(grant, rule, text, path)
        let loaded = try await load(hits)
        let known = hits.filter { loaded.facts[$0] != nil }
        var entries: [LedgerEntry] = []
        var found: [SubjectID] = []
        for subject in known {
            let ask = Ask(subject: subject, record: nil, path: path, form: nil)
            var decision = charter.decide(
                request(session, id, .find, [ask]), facts(session, loaded, but: held.hold))
            var row = base
            row.subject = loaded.open[subject]?.keys.reference
            if decision.takeGrant() != nil {
                row.cells = [LedgerCell(record: nil, granted: [.verified: [path]], denied: [:])]
                found.append(subject)
            } else {
                row.code = decision.denials.first?.code
            }
            entries.append(row)
        }
        if entries.isEmpty {
            var row = base
            row.cells = [LedgerCell(record: nil, granted: [.verified: [path]], denied: [:])]
            row.misses = 1
            entries = [row]
        }
        // Found subjects are an answer like any other: they leave only when the ledger has them.
        let receipt = try await record(entries)
        precondition(receipt.request == id, "a find answers with its own receipt")
        withExtendedLifetime(held.hold) {}
        return found
    }

    private func hits(
        _ grant: borrowing Grant, _ rule: FieldRule, _ text: String, _ path: FieldPath
    ) async throws(VaultError) -> [SubjectID] {
        let normalised: [UInt8]
        do { normalised = try Normalised.query(text, as: rule.type) } catch {
            throw VaultError(.badValue, rule: error.rule, field: path)
        }
        let tokens: [(generation: UInt16, token: [UInt8])]
        do { tokens = try fields.tokens(grant, rule.number, normalised: normalised) } catch {
            throw VaultError(error.code)
        }
        guard !tokens.isEmpty else {
            throw VaultError(.locked, "this process does not hold the field's index key")
        }
        var hits: [SubjectID] = []
        do {
            for (generation, token) in tokens {
                let rows = try await data.find(
                    rule.number, generation: generation, token: token, limit: Limits.foundSubjects)
                hits += rows.map(\.subject).filter { !hits.contains($0) }
            }
        } catch { throw vaultError(error) }
        return Array(hits.prefix(Limits.foundSubjects))
    }
}
