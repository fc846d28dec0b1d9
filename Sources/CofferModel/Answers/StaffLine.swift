/// A member of staff as the directory shows him.
public struct StaffLine: Hashable, Sendable {
    /// His permanent number, as ledger rows name him.
    public let actor: ActorID
    /// What colleagues call him.
    public let name: String
    /// The operating system's user.
    public let uid: UInt32?
    /// A person, or a program.
    public let kind: StaffKind
    /// As what he may act.
    public let roles: [RoleName]
    /// Whether he may act at all.
    public let active: Bool
    /// Whether he may not because he did nothing for 90 days.
    public let idle: Bool
    /// Whether he accepted the confidentiality text in force; a program has none to accept.
    public let acknowledged: Bool

    /// Takes his line.
    ///
    /// - Parameters:
    ///   - actor: his permanent number.
    ///   - name: what colleagues call him.
    ///   - uid: the operating system's user.
    ///   - kind: a person, or a program.
    ///   - roles: as what he may act.
    ///   - active: whether he may act at all.
    ///   - idle: whether he may not because he did nothing for 90 days.
    ///   - acknowledged: whether he accepted the confidentiality text in force.
    public init(
        actor: ActorID, name: String, uid: UInt32?, kind: StaffKind = .person, roles: [RoleName],
        active: Bool,
        idle: Bool = false, acknowledged: Bool
    ) {
        self.actor = actor
        self.name = name
        self.uid = uid
        self.kind = kind
        self.roles = roles
        self.active = active
        self.idle = idle
        self.acknowledged = acknowledged
    }
}

extension StaffLine {
    /// The line for programs.
    public var json: JSON {
        [
            "actor": .string(actor.description), "name": .string(name),
            "uid": uid.map { .integer(Int64($0)) } ?? .null,
            "kind": .string(kind.rawValue), "roles": .array(roles.map { .string($0.description) }),
            "active": .bool(active), "idle": .bool(idle), "acknowledged": .bool(acknowledged),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        try self.init(taking: &members)
        try members.end()
    }

    /// Takes the members of a line that stand among others.
    ///
    /// - Throws: for another shape.
    package init(taking members: inout Members) throws(Members.Unexpected) {
        actor = try members.text("actor") { ActorID($0) }
        name = try members.text("name") { $0 }
        let uid = try members.required("uid")
        self.uid = uid.integer.flatMap { UInt32(exactly: $0) }
        guard uid == .null || self.uid != nil else { throw .init(member: "uid") }
        kind = try members.text("kind") { StaffKind(rawValue: $0) }
        roles = try members.texts("roles") { RoleName($0) }
        active = try members.take("active", \.bool)
        idle = try members.take("idle", \.bool)
        acknowledged = try members.take("acknowledged", \.bool)
    }
}
