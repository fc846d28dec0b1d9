import Coffer
import CofferModel

/// What nobody sees without a second person.
enum Glass {
    static let routes = [
        Route("POST", "/v1/records/{record}/glass", body: .json, .vault(ask)),
        Route("GET", "/v1/glass", .vault(list)),
        Route("GET", "/v1/credentials/due", query: ["after"], .vault(due)),
        Route("POST", "/v1/glass/{request}/approve", body: .maybeJSON, .vault(approve)),
        Route("POST", "/v1/glass/{request}/open", body: .json, .vault(open)),
    ]

    private static func ask(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let fields = try call.members { members throws(Members.Unexpected) in
            try members.texts("fields") { FieldPath($0) }
        }
        return Reply(
            try await vault.askToBreakGlass(try call.id(), fields, as: session).json, status: 202)
    }

    private static func list(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let requests = try await vault.glassRequests(as: try call.session(in: vault))
        return Reply(["requests": .array(requests.map(\.json))])
    }

    private static func approve(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return Reply(try await vault.approveGlass(try call.id(), as: session).json)
    }

    private static func open(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let record = try call.members { members throws(Members.Unexpected) in
            try members.text("record") { RecordID($0) }
        }
        return Reply(try await vault.breakGlass(try call.id(), of: record, as: session).json)
    }

    private static func due(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let after = call.query["after"].map { SubjectID($0) }
        if case .some(.none) = after { throw VaultError(.badValue, rule: "query.after") }
        return Reply(try await vault.dueSecrets(after: after ?? nil, as: session).json)
    }
}
