import Coffer
import CofferModel

/// What private keys sign that do not leave.
enum Certificates {
    static let routes = [
        Route("POST", "/v1/certificates/{record}/request", body: .none, .vault(request)),
        Route("POST", "/v1/certificates/{record}/proof", body: .json, .vault(proof)),
    ]

    private static func request(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        return Reply(["request": .string(try await vault.certificateRequest(for: try call.id(), as: session))]
        )
    }

    private static func proof(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let challenge = try call.members { members throws(Members.Unexpected) in
            try members.text("challenge") { Hex.decode($0.utf8) }
        }
        let signature = try await vault.prove(challenge, with: try call.id(), as: session)
        return Reply(["signature": .string(Base64.encode(signature))])
    }
}
