/// What an erasure did.
public struct Erasure: Hashable, Sendable {
    /// How many keys were destroyed; what was sealed under them opens nowhere any more.
    public let keysDestroyed: Int
    /// How many records were removed.
    public let recordsRemoved: Int
    /// Whether a removed record held values that share a key with others: these copies in older backups open until
    /// the subject is erased.
    public let sharedKeysRemain: Bool
    /// The epoch of the wrapping keys: copies of `scopes.db` in backups can be opened by whoever also has a backup of
    /// this epoch's keyring, until both are gone.
    public let epoch: UInt16

    /// Takes what was done.
    ///
    /// - Parameters:
    ///   - keysDestroyed: how many keys were destroyed.
    ///   - recordsRemoved: how many records were removed.
    ///   - sharedKeysRemain: whether a removed record shared keys with others.
    ///   - epoch: the epoch of the wrapping keys.
    public init(
        keysDestroyed: Int, recordsRemoved: Int, sharedKeysRemain: Bool, epoch: UInt16
    ) {
        self.keysDestroyed = keysDestroyed
        self.recordsRemoved = recordsRemoved
        self.sharedKeysRemain = sharedKeysRemain
        self.epoch = epoch
    }
}

extension Erasure {
    /// The answer for programs.
    public var json: JSON {
        [
            "keys_destroyed": .integer(Int64(keysDestroyed)),
            "records_removed": .integer(Int64(recordsRemoved)),
            "shared_keys_remain": .bool(sharedKeysRemain), "epoch": .integer(Int64(epoch)),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let keys = try members.take("keys_destroyed") { $0.integer.map { Int($0) } }
        let records = try members.take("records_removed") { $0.integer.map { Int($0) } }
        let shared = try members.take("shared_keys_remain", \.bool)
        let epoch = try members.take("epoch") { $0.integer.flatMap { UInt16(exactly: $0) } }
        try members.end()
        self.init(keysDestroyed: keys, recordsRemoved: records, sharedKeysRemain: shared, epoch: epoch)
    }
}
