import Coffer
import CofferModel

/// What a label stands for.
enum Labels {
    static let routes = [Route("POST", "/v1/labels/resolve", body: .json, .vault(resolve))]

    private static func resolve(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let label = try call.members { members throws(Members.Unexpected) in
            try members.text("label") { $0 }
        }
        return Reply(try await vault.resolve(label, as: session).json)
    }
}
