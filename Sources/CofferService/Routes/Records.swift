import Coffer
import CofferModel
import HTTPTypes

/// Records: write fields, remove.
enum Records {
    static let routes = [
        Route("PATCH", "/v1/records/{record}", body: .json, .vault(set)),
        Route("DELETE", "/v1/records/{record}", .vault(remove)),
    ]

    private static func set(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let record: RecordID = try call.id()
        let revision = try call.revision()
        let values = try call.members { members throws(Members.Unexpected) in
            try members.take("fields", \.object)
        }
        let new = try await vault.set(
            record, values, revision: revision, idempotencyKey: try call.idempotencyKey(), as: session)
        var answer: [String: JSON] = [
            "record": .string(record.description), "revision": .integer(Int64(clamping: new)),
        ]
        answer["warnings"] = warnings(vault, values)
        var reply = Reply(.object(answer))
        reply.headers[.eTag] = "\"\(new)\""
        return reply
    }

    /// What is weak about certificates that were written; nil when nothing is.
    static func warnings(_ vault: Vault, _ values: [String: JSON]) -> JSON? {
        let words = vault.warnings(about: values)
        return words.isEmpty ? nil : .array(words.map { .string($0) })
    }

    private static func remove(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let record: RecordID = try call.id()
        return Reply(try await vault.remove(record, revision: try call.revision(), as: session).json)
    }
}
