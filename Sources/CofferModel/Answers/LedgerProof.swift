/// That a row stands in a log as its signed checkpoint says, for whoever has the log's public key.
///
/// The row's leaf hash and the path give the root that the checkpoint names (RFC 6962 §2.1.1).
public struct LedgerProof: Hashable, Sendable {
    /// The log.
    public let log: UInt16
    /// The row's number, from 1.
    public let sequence: UInt64
    /// The row as it stands in the log, without its newline.
    public let row: String
    /// The number of rows that the checkpoint covers.
    public let size: UInt64
    /// The hashes beside the way from leaf to root, lowest first.
    public let path: [Digest]
    /// The checkpoint, a signed note.
    public let checkpoint: String

    /// Takes a proof.
    ///
    /// - Parameters:
    ///   - log: the log.
    ///   - sequence: the row's number, from 1.
    ///   - row: the row as it stands in the log.
    ///   - size: the number of rows that the checkpoint covers.
    ///   - path: the hashes beside the way from leaf to root.
    ///   - checkpoint: the signed note.
    public init(
        log: UInt16, sequence: UInt64, row: String, size: UInt64, path: [Digest], checkpoint: String
    ) {
        self.log = log
        self.sequence = sequence
        self.row = row
        self.size = size
        self.path = path
        self.checkpoint = checkpoint
    }
}

extension LedgerProof {
    /// The proof for programs.
    public var json: JSON {
        [
            "log": .integer(Int64(log)), "sequence": .integer(Int64(clamping: sequence)), "row": .string(row),
            "size": .integer(Int64(clamping: size)), "path": .array(path.map { .string($0.description) }),
            "checkpoint": .string(checkpoint),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        log = try members.take("log") { $0.integer.flatMap { UInt16(exactly: $0) } }
        sequence = try members.take("sequence") { $0.integer.flatMap { UInt64(exactly: $0) } }
        row = try members.text("row") { $0 }
        size = try members.take("size") { $0.integer.flatMap { UInt64(exactly: $0) } }
        path = try members.texts("path") { Digest($0) }
        checkpoint = try members.text("checkpoint") { $0 }
        try members.end()
    }
}
