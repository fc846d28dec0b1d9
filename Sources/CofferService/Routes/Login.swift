import Coffer
import CofferModel

/// The second factor, proved over the socket; and tokens, with which a service account asks for a person.
enum Login {
    static let routes = [
        Route("POST", "/v1/login/challenge", body: .maybeJSON, .vault(challenge)),
        Route("POST", "/v1/login", body: .json, .vault(login)),
        Route("POST", "/v1/login/key", body: .json, .vault(enrol)),
        Route("POST", "/v1/tokens", body: .json, .vault(token)),
    ]

    private static func challenge(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        try call.members { _ throws(Members.Unexpected) in }
        return Reply(try vault.challenge(as: try call.ownSession(in: vault)).json)
    }

    private static func login(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.ownSession(in: vault)
        let (challenge, signature) = try call.members { members throws(Members.Unexpected) in
            (try members.text("challenge") { hex($0, 32) }, try members.text("signature") { hex($0, 64) })
        }
        let until = try await vault.login(signature: signature, challenge: challenge, as: session)
        return Reply(["until": .string(until.description)])
    }

    private static func enrol(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.ownSession(in: vault)
        let key = try call.members { members throws(Members.Unexpected) in
            try members.text("public_key") { hex($0, 32) }
        }
        let outcome = try await vault.enrolLogin(publicKey: key, as: session)
        return outcome.line == nil ? Staff.reply(outcome, done: 200) : Reply(["enrolled": true])
    }

    static func hex(_ text: String, _ count: Int) -> [UInt8]? {
        Hex.decode(text.utf8).flatMap { $0.count == count ? $0 : nil }
    }

    private static func token(_ vault: Vault, _ call: Call) async throws(VaultError) -> Reply {
        let session = try call.ownSession(in: vault)
        let uid = try call.members { members throws(Members.Unexpected) in
            try members.take("uid") { $0.integer.flatMap { UInt32(exactly: $0) } }
        }
        let token = try await vault.token(for: uid, as: session)
        return Reply(
            ["token": .string(token.secret), "expires": .string(token.expires.description)], status: 201)
    }
}
