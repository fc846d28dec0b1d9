/// What a person signs with his login key to prove his second factor: good once, for a minute.
public struct LoginChallenge: Hashable, Sendable {
    /// The vault that asks.
    public let vault: VaultID
    /// Whom it asks.
    public let actor: ActorID
    /// 32 random bytes.
    public let random: [UInt8]

    /// Takes the three.
    ///
    /// - Parameters:
    ///   - vault: the vault that asks.
    ///   - actor: whom it asks.
    ///   - random: 32 random bytes.
    public init(vault: VaultID, actor: ActorID, random: [UInt8]) {
        self.vault = vault
        self.actor = actor
        self.random = random
    }

    /// What is signed: a constant, so that the signature means nothing elsewhere, then the three in order.
    public var bytes: [UInt8] { Array("coffer.login.1".utf8) + vault.bytes + actor.bytes + random }
}

extension LoginChallenge {
    /// The challenge for programs.
    public var json: JSON {
        [
            "vault": .string(vault.description), "actor": .string(actor.description),
            "challenge": .string(Hex.encode(random)),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        vault = try members.text("vault") { VaultID($0) }
        actor = try members.text("actor") { ActorID($0) }
        random = try members.text("challenge") { Hex.decode($0.utf8).flatMap { $0.count == 32 ? $0 : nil } }
        try members.end()
    }
}
