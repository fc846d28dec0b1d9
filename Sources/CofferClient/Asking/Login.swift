public import CofferModel

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
    /// Asks for something to sign, to prove the second factor.
    ///
    /// - Returns: what the person's login key has to sign within a minute, once.
    /// - Throws: `actor_unknown`, or a failure.
    public func challenge() async throws(VaultError) -> LoginChallenge {
        try await ask(Call.post("/v1/login/challenge", .json([:])).changing, LoginChallenge.init(json:))
    }

    /// Proves the second factor: for fifteen minutes this person may be shown what needs one.
    ///
    /// - Parameters:
    ///   - signature: 64 bytes, of `LoginChallenge.bytes`, by the person's login key.
    ///   - random: the challenge's random bytes.
    /// - Returns: until when it counts.
    /// - Throws: `no_mfa` when the signature is not his or came too late, or a failure.
    public func login(signature: [UInt8], challenge random: [UInt8]) async throws(VaultError) -> Timestamp {
        let body: JSON = [
            "challenge": .string(Hex.encode(random)), "signature": .string(Hex.encode(signature)),
        ]
        return try await ask(Call.post("/v1/login", .json(body)).changing) {
            (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try members.text("until") { Timestamp($0) }
            }
        }
    }

    /// Gives the person a second factor whose private key he keeps himself.
    ///
    /// - Parameter publicKey: the public half of his login key, 32 bytes.
    /// - Returns: nil when it counts at once; the proposal, when an administrator has to approve it first.
    /// - Throws: `no_mfa` when an earlier one would have to be proved first, `bad_value`, or a failure.
    public func enrolLogin(publicKey: [UInt8]) async throws(VaultError) -> StaffProposal? {
        let body: JSON = ["public_key": .string(Hex.encode(publicKey))]
        return try await ask(Call.post("/v1/login/key", .json(body)).changing) {
            (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                if members.optional("enrolled") == true { return nil }
                return try StaffProposal(json: try members.required("proposed"))
            }
        }
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
