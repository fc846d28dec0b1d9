import Coffer
import CofferModel

/// Keys, and the ledger: its checkpoint, proofs of its rows, its newest rows.
enum LedgerRoutes {
    static let routes = [
        Route("GET", "/v1/keys", .vault(keys)),
        Route("GET", "/v1/ledger/checkpoint", .vault(checkpoint)),
        Route("GET", "/v1/ledger/proof", query: ["sequence"], .vault(proof)),
        Route("GET", "/v1/ledger/entries", query: ["last", "subject", "before"], .vault(entries)),
    ]

    private static func keys(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let lines = try await vault.keyInventory(as: try call.session(in: vault))
        return Reply(["keys": .array(lines.map(\.json))])
    }

    private static func checkpoint(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let note = try await vault.checkpoint(as: try call.session(in: vault))
        return Reply(Array(note.utf8), "text/plain; charset=utf-8")
    }

    private static func proof(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        guard let sequence = call.query["sequence"].flatMap({ UInt64($0) }) else {
            throw VaultError(.badValue, rule: "query.sequence")
        }
        return Reply(try await vault.proof(of: sequence, as: session).json)
    }

    private static func entries(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        guard let last = Int(call.query["last"] ?? "20"), 1...Limits.historyRows ~= last else {
            throw VaultError(.badValue, rule: "query.last")
        }
        let text = call.query["subject"]
        let subject = text.flatMap { SubjectID($0) }
        guard text == nil || subject != nil else { throw VaultError(.badValue, rule: "query.subject") }
        let before = try call.place("before")
        return Reply(try await vault.ledgerRows(last: last, of: subject, before: before, as: session).json)
    }
}
