/// One key as staff may see it: everything but the key.
public struct KeyLine: Hashable, Sendable {
    /// Its id.
    public let id: KeyID
    /// What it is for, as `field payment.pan`.
    public let use: String
    /// Version, generation or epoch.
    public let version: Int
    /// `active` or `retired`.
    public let state: String
    /// When it was made.
    public let created: Timestamp
    /// Whether this process holds it.
    public let held: Bool

    /// Takes the line.
    ///
    /// - Parameters:
    ///   - id: its id.
    ///   - use: what it is for.
    ///   - version: version, generation or epoch.
    ///   - state: `active` or `retired`.
    ///   - created: when it was made.
    ///   - held: whether this process holds it.
    public init(
        id: KeyID, use: String, version: Int, state: String, created: Timestamp, held: Bool
    ) {
        self.id = id
        self.use = use
        self.version = version
        self.state = state
        self.created = created
        self.held = held
    }
}

extension KeyLine {
    /// The line for programs.
    public var json: JSON {
        [
            "id": .string(id.description), "use": .string(use), "version": .integer(Int64(version)),
            "state": .string(state), "created": .string(created.description), "held": .bool(held),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        id = try members.text("id") { KeyID($0) }
        use = try members.text("use") { $0 }
        version = try members.take("version") { $0.integer.map { Int($0) } }
        state = try members.text("state") { $0 }
        created = try members.text("created") { Timestamp($0) }
        held = try members.take("held", \.bool)
        try members.end()
    }
}
