import Coffer
import CofferModel

/// Where customers agreed to be written to: the list, tokens that verify an address, and from where a message came.
///
/// Steps of an agreement are notes, and stand with them.
enum Channels {
    static let routes = [
        Route("GET", "/v1/subjects/{subject}/channels", .vault(list)),
        Route("POST", "/v1/channels/verify", body: .json, .vault(verify)),
        Route("POST", "/v1/channels/match", body: .json, .vault(match)),
    ]

    private static func list(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let channels = try await vault.channels(of: try call.id(), as: session)
        return Reply(["channels": .array(channels.map(\.json))])
    }

    private static func verify(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let token = try call.members { members throws(Members.Unexpected) in
            try members.text("token") { $0 }
        }
        let state = try await vault.verifyChannel(token, as: session)
        return Reply(["state": .string(state.rawValue)])
    }

    private static func match(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let address = try call.members { members throws(Members.Unexpected) in
            try members.text("address") { $0 }
        }
        return Reply(try await vault.matchChannel(address, as: session).json)
    }
}
