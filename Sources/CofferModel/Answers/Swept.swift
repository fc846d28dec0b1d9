/// What a sweep did about data whose time is over.
public struct Swept: Hashable, Sendable {
    /// How many customers were looked at.
    public var subjects = 0
    /// How many keys were destroyed; what was sealed under them opens nowhere any more.
    public var keysDestroyed = 0
    /// How many records were removed, because nothing of them was left.
    public var recordsRemoved = 0
    /// How many records lost some of their values.
    public var recordsChanged = 0
    /// How many customers were left as they are: their rows are not what the ledger says, this process does not hold
    /// all the keys it would destroy, or more than ``Limits/sweptRecords`` of their records are due at once.
    public var skipped = 0

    /// Starts with nothing done.
    public init() {}
}

extension Swept {
    /// The answer for programs.
    public var json: JSON {
        [
            "subjects": .integer(Int64(subjects)), "keys_destroyed": .integer(Int64(keysDestroyed)),
            "records_removed": .integer(Int64(recordsRemoved)),
            "records_changed": .integer(Int64(recordsChanged)), "skipped": .integer(Int64(skipped)),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        self.init()
        var members = try Members(json)
        subjects = try members.take("subjects") { $0.integer.flatMap { Int(exactly: $0) } }
        keysDestroyed = try members.take("keys_destroyed") { $0.integer.flatMap { Int(exactly: $0) } }
        recordsRemoved = try members.take("records_removed") { $0.integer.flatMap { Int(exactly: $0) } }
        recordsChanged = try members.take("records_changed") { $0.integer.flatMap { Int(exactly: $0) } }
        skipped = try members.take("skipped") { $0.integer.flatMap { Int(exactly: $0) } }
        try members.end()
    }
}
