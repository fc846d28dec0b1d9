import Coffer
import CofferModel

/// What private keys sign that do not leave, and the day on which they go.
enum Certificates {
    static let routes = [
        Route("POST", "/v1/certificates/{record}/request", body: .none, .vault(request)),
        Route("POST", "/v1/certificates/{record}/proof", body: .json, .vault(proof)),
        Route("POST", "/v1/certificates/{record}/handover", body: .json, .vault(handOver)),
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

    private static func handOver(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.session(in: vault)
        let (acceptor, act) = try call.members { members throws(Members.Unexpected) in
            let acceptor = try members.text("to") { $0 }
            return (acceptor, try members.takeIfPresent("act", \.string))
        }
        return Reply(try await vault.handOver(try call.id(), to: acceptor, act: act, as: session).json)
    }
}
