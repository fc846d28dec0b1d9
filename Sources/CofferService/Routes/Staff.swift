import Coffer
import CofferModel

/// People: who may ask, and as what.
enum Staff {
    static let routes = [
        Route("GET", "/v1/staff", .vault(list)),
        Route("GET", "/v1/staff/confidentiality", query: ["language"], .vault(confidentiality)),
        Route("POST", "/v1/staff/acknowledgement", body: .maybeJSON, .vault(acknowledge)),
    ]

    private static func list(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let lines = try await vault.staffDirectory(as: try call.session(in: vault))
        return Reply(["staff": .array(lines.map(\.json))])
    }

    private static func confidentiality(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        _ = try call.keeperSession(in: vault)
        let language = call.query["language"] ?? "en"
        guard 1...35 ~= language.utf8.count else { throw VaultError(.badValue, rule: "query.language") }
        return Reply(["text": .string(vault.confidentialityText(language))])
    }

    private static func acknowledge(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.keeperSession(in: vault)
        try call.members { _ throws(Members.Unexpected) in }
        return Reply(try await vault.acknowledge(as: session).json)
    }
}
