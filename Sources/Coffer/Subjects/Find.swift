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
        let ask = Ask(subject: nil, record: nil, path: path, form: nil)
        var held = decide(request(session, id, .find, [ask]), Loaded())
        let denials = held.decision.denials
        let base = entry(session, id, .find)
        guard let grant = held.decision.takeGrant(), let rule = charter.fields[path] else {
            _ = try await record(rows([], denials, [ask], base, Loaded()))
            throw VaultError(denials.first?.code ?? .roleDenied)
        }
        let hits: [Hit]
        do throws(VaultError) { hits = try await self.hits(grant, rule, text, path) } catch {
            guard error.code == .badValue else { throw error }
            var row = base
            row.code = error.code
            _ = try await record([row])
            throw error
        }
        let loaded = try await load(hits.map(\.subject))
        var entries: [LedgerEntry] = []
        var found: [SubjectID] = []
        for hit in hits where loaded.facts[hit.subject] != nil {
            var row = base
            row.subject = loaded.open[hit.subject]?.keys.reference
            // One record that may answer is enough; one whose time is over answers for nobody.
            let denial = denial(of: hit, path) { ask in
                decide(request(session, id, .find, [ask]), loaded, on: held.hold).denials.first
            }
            if let denial {
                row.code = denial
            } else {
                row.cells = [LedgerCell(record: nil, granted: [.verified: [path]], denied: [:])]
                found.append(hit.subject)
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
        try checkPresent(loaded)
        return found
    }

    /// Why none of a subject's matching records may answer, or nil when one may.
    private func denial(of hit: Hit, _ path: FieldPath, _ decide: (Ask) -> Denial?) -> Code? {
        var first: Code?
        for record in hit.records {
            let ask = Ask(subject: hit.subject, record: record, path: path, form: nil)
            guard let denial = decide(ask) else { return nil }
            first = first ?? denial.code
        }
        return first ?? .notFound
    }

    private func hits(
        _ grant: borrowing Grant, _ rule: FieldRule, _ text: String, _ path: FieldPath
    ) async throws(VaultError) -> [Hit] {
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
        // The store counts records: as many as the answer's subjects can have, so that no subject hides another.
        let most = Limits.foundSubjects * Limits.recordsPerSubject
        var hits: [Hit] = []
        do {
            for (generation, token) in tokens {
                let rows = try await data.find(
                    rule.number, generation: generation, token: token, after: nil, limit: most)
                for row in rows {
                    if let place = hits.firstIndex(where: { $0.subject == row.subject }) {
                        hits[place].records.append(row.record)
                    } else if hits.count < Limits.foundSubjects {
                        hits.append(Hit(subject: row.subject, records: [row.record]))
                    }
                }
            }
        } catch { throw vaultError(error) }
        return hits
    }
}

/// A subject, and those of his records that hold what was looked for.
private struct Hit {
    let subject: SubjectID
    var records: [RecordID]
}
