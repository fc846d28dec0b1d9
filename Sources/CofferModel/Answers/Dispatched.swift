/// What a run over the notices that were due has done.
public struct Dispatched: Hashable, Sendable {
    /// Notices that the other side took.
    public var sent: Int
    /// Notices that were put off.
    public var deferred: Int
    /// Notices that are not tried again.
    public var dead: Int
    /// Notices whose time was over.
    public var lapsed: Int

    /// Takes the counts.
    ///
    /// - Parameters:
    ///   - sent: notices that the other side took.
    ///   - deferred: notices that were put off.
    ///   - dead: notices that are not tried again.
    ///   - lapsed: notices whose time was over.
    public init(sent: Int = 0, deferred: Int = 0, dead: Int = 0, lapsed: Int = 0) {
        self.sent = sent
        self.deferred = deferred
        self.dead = dead
        self.lapsed = lapsed
    }

    /// Both together.
    public static func + (one: Dispatched, other: Dispatched) -> Dispatched {
        Dispatched(
            sent: one.sent + other.sent, deferred: one.deferred + other.deferred, dead: one.dead + other.dead,
            lapsed: one.lapsed + other.lapsed)
    }

    /// How many were looked at.
    public var count: Int { sent + deferred + dead + lapsed }

    /// The counts for programs.
    public var json: JSON {
        [
            "sent": .integer(Int64(sent)), "deferred": .integer(Int64(deferred)),
            "dead": .integer(Int64(dead)), "lapsed": .integer(Int64(lapsed)),
        ]
    }
}
