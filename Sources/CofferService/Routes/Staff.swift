import Coffer
import CofferModel

/// People: who may ask, and as what.
enum Staff {
    static let routes = [
        Route("GET", "/v1/staff", .vault(list)),
        Route("POST", "/v1/staff", body: .json, .vault(add)),
        Route("POST", "/v1/staff/{actor}/disable", body: .maybeJSON, .vault(disable)),
        Route("POST", "/v1/staff/{actor}/enable", body: .maybeJSON, .vault(enable)),
        Route("GET", "/v1/staff/proposals", .vault(proposals)),
        Route("POST", "/v1/staff/proposals/{proposal}/approve", body: .maybeJSON, .vault(approve)),
        Route("POST", "/v1/staff/proposals/{proposal}/withdraw", body: .maybeJSON, .vault(withdraw)),
        Route("GET", "/v1/staff/confidentiality", query: ["language"], .vault(confidentiality)),
        Route("POST", "/v1/staff/acknowledgement", body: .maybeJSON, .vault(acknowledge)),
    ]

    private static func list(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let lines = try await vault.staffDirectory(as: try call.session(in: vault))
        return Reply(["staff": .array(lines.map(\.json))])
    }

    private static func add(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let new = try call.members { members throws(Members.Unexpected) in
            (
                name: try members.text("name") { $0 },
                uid: try members.take("uid") { $0.integer.flatMap { UInt32(exactly: $0) } },
                roles: try members.texts("roles") { RoleName($0) },
                kind: try members.takeIfPresent("kind") { $0.string.flatMap { StaffKind(rawValue: $0) } }
            )
        }
        let outcome = try await vault.addStaff(
            new.name, uid: new.uid, roles: new.roles, kind: new.kind ?? .person, as: session)
        return reply(outcome, done: 201)
    }

    private static func disable(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return reply(try await vault.disableStaff(try call.id(), as: session), done: 200)
    }

    private static func enable(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return reply(try await vault.enableStaff(try call.id(), as: session), done: 200)
    }

    /// What waits for a second administrator is accepted and not yet done.
    static func reply(_ outcome: StaffOutcome, done: Int) -> Reply {
        Reply(outcome.json, status: outcome.line == nil ? 202 : done)
    }

    private static func proposals(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let proposals = try await vault.proposals(as: try call.session(in: vault))
        return Reply(["proposals": .array(proposals.map(\.json))])
    }

    private static func approve(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return Reply(["done": try await vault.approve(try call.id(), as: session).json])
    }

    private static func withdraw(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.ownSession(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return Reply(["withdrawn": try await vault.withdraw(try call.id(), as: session).json])
    }

    private static func confidentiality(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        _ = try call.ownSession(in: vault)
        let language = call.query["language"]
        guard language.map({ 2...3 ~= $0.utf8.count && $0.utf8.allSatisfy { 97...122 ~= $0 } }) ?? true else {
            throw VaultError(.badValue, rule: "query.language")
        }
        return Reply(try vault.confidentiality(in: language).json)
    }

    private static func acknowledge(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.ownSession(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return Reply(try await vault.acknowledge(as: session).json)
    }
}
