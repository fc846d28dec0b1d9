/// What a look at the certificates that end soon has done.
public struct Reminded: Hashable, Sendable {
    /// Notices that were queued.
    public var queued: Int
    /// Certificates whose owner may not be written to now; each refusal stands in the ledger.
    public var refused: Int
    /// Certificates that have to wait, because too many notices wait for their owner already.
    public var waiting: Int

    /// Takes the counts.
    ///
    /// - Parameters:
    ///   - queued: notices that were queued.
    ///   - refused: certificates whose owner may not be written to now.
    ///   - waiting: certificates that have to wait.
    public init(queued: Int = 0, refused: Int = 0, waiting: Int = 0) {
        self.queued = queued
        self.refused = refused
        self.waiting = waiting
    }

    /// The counts for programs.
    public var json: JSON {
        [
            "queued": .integer(Int64(queued)), "refused": .integer(Int64(refused)),
            "waiting": .integer(Int64(waiting)),
        ]
    }
}
