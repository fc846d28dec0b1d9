/// A change of the staff directory that waits for a second administrator.
public struct StaffProposal: Hashable, Sendable {
    /// Its number: what approving and withdrawing name.
    public let id: ProposalID
    /// What it does.
    public let change: StaffChange
    /// Whom it concerns; nil for somebody who would be entered by it.
    public let actor: ActorID?
    /// What he is called, or would be.
    public let name: String
    /// His user on the host.
    public let uid: UInt32?
    /// A person or a program.
    public let kind: StaffKind
    /// The roles it gives; for what gives none, those he has.
    public let roles: [RoleName]
    /// Who proposed it: he is never the one who approves.
    public let proposer: ActorID
    /// What the proposer is called.
    public let proposerName: String
    /// When it was proposed.
    public let proposed: Timestamp
    /// When it ends by itself.
    public let ends: Timestamp

    /// Takes all parts.
    ///
    /// - Parameters:
    ///   - id: its number.
    ///   - change: what it does.
    ///   - actor: whom it concerns, if he is entered.
    ///   - name: what he is called.
    ///   - uid: his user.
    ///   - kind: a person or a program.
    ///   - roles: the roles it gives.
    ///   - proposer: who proposed it.
    ///   - proposerName: what the proposer is called.
    ///   - proposed: when.
    ///   - ends: when it ends.
    public init(
        id: ProposalID, change: StaffChange, actor: ActorID?, name: String, uid: UInt32?, kind: StaffKind,
        roles: [RoleName], proposer: ActorID, proposerName: String, proposed: Timestamp, ends: Timestamp
    ) {
        self.id = id
        self.change = change
        self.actor = actor
        self.name = name
        self.uid = uid
        self.kind = kind
        self.roles = roles
        self.proposer = proposer
        self.proposerName = proposerName
        self.proposed = proposed
        self.ends = ends
    }
}

extension StaffProposal {
    /// The proposal for programs.
    public var json: JSON {
        [
            "proposal": .string(id.description), "change": .string(change.rawValue),
            "actor": actor.map { .string($0.description) } ?? .null, "name": .string(name),
            "uid": uid.map { .integer(Int64($0)) } ?? .null, "kind": .string(kind.rawValue),
            "roles": .array(roles.map { .string($0.description) }),
            "proposer": ["actor": .string(proposer.description), "name": .string(proposerName)],
            "proposed": .string(proposed.description), "ends": .string(ends.description),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Parameter json: a proposal.
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        var by = try Members(try members.required("proposer"))
        id = try members.text("proposal") { ProposalID($0) }
        change = try members.text("change") { StaffChange(rawValue: $0) }
        let actor = try members.required("actor")
        self.actor = actor.string.flatMap { ActorID($0) }
        guard actor == .null || self.actor != nil else { throw .init(member: "actor") }
        name = try members.text("name") { $0 }
        let uid = try members.required("uid")
        self.uid = uid.integer.flatMap { UInt32(exactly: $0) }
        guard uid == .null || self.uid != nil else { throw .init(member: "uid") }
        kind = try members.text("kind") { StaffKind(rawValue: $0) }
        roles = try members.texts("roles") { RoleName($0) }
        proposer = try by.text("actor") { ActorID($0) }
        proposerName = try by.text("name") { $0 }
        proposed = try members.text("proposed") { Timestamp($0) }
        ends = try members.text("ends") { Timestamp($0) }
        try by.end()
        try members.end()
    }
}
