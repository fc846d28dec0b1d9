import Coffer
import CofferModel

/// The tokens of links in messages: what one stands for, and the way out of advertising.
enum Links {
    static let routes = [
        Route("POST", "/v1/links/resolve", body: .json, .vault(resolve)),
        Route("POST", "/v1/links/unsubscribe", body: .json, .vault(unsubscribe)),
    ]

    private static func resolve(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        return Reply(try await vault.link(try token(call), as: session).json)
    }

    private static func unsubscribe(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let purpose = try await vault.unsubscribe(try token(call), as: session)
        return Reply(["purpose": .string(purpose.rawValue)])
    }

    private static func token(_ call: Call) throws(VaultError) -> String {
        try call.members { members throws(Members.Unexpected) in try members.text("token") { $0 } }
    }
}
