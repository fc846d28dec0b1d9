public import CofferModel

/// What a person signs to prove his second factor.
public struct LoginChallenge: Hashable, Sendable {
    /// Who has to sign: his login key is bound to it.
    public let actor: ActorID
    /// For which vault.
    public let vault: VaultID
    /// What is signed.
    public let bytes: [UInt8]
}

/// A token that stands for the person who asked for it, for a service account that serves several people.
public struct IssuedToken: Sendable, CustomStringConvertible, CustomReflectable {
    /// The text to hand over, 64 hexadecimal digits; treat it as a password.
    public let secret: String
    /// Until when it counts.
    public let expires: Timestamp

    /// A constant: tokens do not print.
    public var description: String { "token" }
    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Asker {
    /// Begins a login.
    ///
    /// - Returns: what the person's login key has to sign; it counts for a short time and once.
    /// - Throws: `actor_unknown`, `no_mfa` for a person without a login key, or a failure.
    public func challenge() async throws(VaultError) -> LoginChallenge {
        try await ask(Call.post("/v1/login/challenge", .json([:])).changing) {
            (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                LoginChallenge(
                    actor: try members.text("actor") { ActorID($0) },
                    vault: try members.text("vault") { VaultID($0) },
                    bytes: try members.text("challenge") { Hex.decode($0.utf8) })
            }
        }
    }

    /// Proves the second factor: for fifteen minutes this person may be shown what needs one.
    ///
    /// - Parameters:
    ///   - signature: of the challenge's bytes, by the person's login key.
    ///   - challenge: the challenge.
    /// - Returns: until when it counts.
    /// - Throws: `no_mfa` when the signature is not his, or a failure.
    public func login(signature: [UInt8], challenge: LoginChallenge) async throws(VaultError) -> Timestamp {
        let body: JSON = [
            "challenge": .string(Hex.encode(challenge.bytes)), "signature": .string(Hex.encode(signature)),
        ]
        return try await ask(Call.post("/v1/login", .json(body)).changing) {
            (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try members.text("until") { Timestamp($0) }
            }
        }
    }

    /// Gives the person a second factor; an earlier one no longer counts.
    ///
    /// - Parameter publicKey: the public half of his login key, 32 bytes.
    /// - Throws: `no_mfa` when an earlier one would have to be proved first, or a failure.
    public func enrolLogin(publicKey: [UInt8]) async throws(VaultError) {
        let body: JSON = ["public_key": .string(Hex.encode(publicKey))]
        try await ask(Call.post("/v1/login/key", .json(body)).changing)
    }

    /// Issues a token that stands for the person who asks.
    ///
    /// - Parameter uid: the service account's user; the token works for its processes only.
    /// - Returns: the token.
    /// - Throws: `actor_unknown`, `throttled`, or a failure.
    public func token(for uid: UInt32) async throws(VaultError) -> IssuedToken {
        let body: JSON = ["uid": .integer(Int64(uid))]
        return try await ask(Call.post("/v1/tokens", .json(body)).changing) {
            (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                IssuedToken(
                    secret: try members.text("token") { $0 },
                    expires: try members.text("expires") { Timestamp($0) })
            }
        }
    }
}
