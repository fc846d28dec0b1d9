/// What a hand-over of a certificate did.
public struct HandOver: Hashable, Sendable {
    /// The record of the certificate.
    public let record: RecordID
    /// Its revision now.
    public let revision: UInt64
    /// When it was noted.
    public let at: Timestamp
    /// Whether the copy of the private key was destroyed; not where the charter says otherwise, or while something holds it.
    public let isKeyDestroyed: Bool

    /// Takes all parts.
    public init(record: RecordID, revision: UInt64, at: Timestamp, isKeyDestroyed: Bool) {
        self.record = record
        self.revision = revision
        self.at = at
        self.isKeyDestroyed = isKeyDestroyed
    }
}

extension HandOver {
    /// The answer for programs.
    public var json: JSON {
        [
            "record": .string(record.description), "revision": .integer(Int64(clamping: revision)),
            "at": .string(at.description), "key_destroyed": .bool(isKeyDestroyed),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        self.init(
            record: try members.text("record") { RecordID($0) },
            revision: try members.take("revision") { $0.integer.flatMap { UInt64(exactly: $0) } },
            at: try members.text("at") { Timestamp($0) },
            isKeyDestroyed: try members.take("key_destroyed", \.bool))
        try members.end()
    }
}
