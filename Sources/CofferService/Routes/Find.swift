import Coffer
import CofferModel

/// Exact search, and who is asking.
enum Find {
    static let routes = [
        Route("POST", "/v1/find", body: .json, .vault(find)),
        Route("GET", "/v1/whoami", .vault(whoami)),
    ]

    private static func find(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let (field, value) = try call.members { members throws(Members.Unexpected) in
            (try members.text("field") { FieldPath($0) }, try members.text("equals") { $0 })
        }
        let found = try await vault.find(field, equals: value, as: session)
        return Reply(["subjects": .array(found.map { .string($0.description) })])
    }

    private static func whoami(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.ownSession(in: vault)
        guard let line = vault.whoami(session) else { throw VaultError(.actorUnknown) }
        var members = line.json.object ?? [:]
        members["may"] = .array(vault.roles(session).map(\.json))
        return Reply(.object(members))
    }
}
