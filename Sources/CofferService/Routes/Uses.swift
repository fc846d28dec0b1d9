import Coffer
import CofferModel

/// What connectors do with values that nobody is answered.
enum Uses {
    static let routes = [
        Route("POST", "/v1/cards/{record}/charge", body: .json, .vault(charge)),
        Route("POST", "/v1/cards/{record}/authorisation", body: .secret, query: ["order"], .vault(authorise)),
        Route("POST", "/v1/devices/{record}/use", body: .json, .vault(use)),
    ]

    /// More are no track of any card.
    private static let codeBytes = 79

    private static func charge(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let (connector, order) = try call.members { members throws(Members.Unexpected) in
            (try members.text("connector") { $0 }, try members.text("order") { $0 })
        }
        return Reply(try await vault.charge(try call.id(), for: order, by: connector, as: session).json)
    }

    private static func authorise(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        guard let order = call.query["order"] else { throw VaultError(.badValue, rule: "query.order") }
        guard let body = call.secret else { throw VaultError(.usage, rule: "body.missing") }
        guard body.count <= codeBytes else { throw VaultError(.badValue, rule: "cvv.digits") }
        var code = unsafe body.withBytes { unsafe Array($0) }
        let until = try await vault.authorise(try call.id(), for: order, code: &code, as: session)
        return Reply(["until": .string(until.description)])
    }

    private static func use(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let connector = try call.members { members throws(Members.Unexpected) in
            try members.text("connector") { $0 }
        }
        return Reply(try await vault.use(try call.id(), by: connector, as: session).json)
    }
}
