/// Somebody asks to see, once, what nobody sees without a second person: some fields of one record (B33, B34).
public struct GlassRequest: Hashable, Sendable {
    /// Its number: what approving and opening name.
    public let id: ProposalID
    /// Who asks: he is never the one who approves.
    public let asker: ActorID
    /// What he is called.
    public let askerName: String
    /// As what he asks.
    public let role: RoleName
    /// For what.
    public let purpose: Purpose
    /// On which ticket.
    public let caseID: String?
    /// Why, as a code of the charter.
    public let reason: String?
    /// What he asks to see.
    public let fields: [FieldPath]
    /// Whether somebody has approved it.
    public let isApproved: Bool
    /// When it ends by itself.
    public let ends: Timestamp

    /// Takes all parts.
    package init(
        id: ProposalID, asker: ActorID, askerName: String, role: RoleName, purpose: Purpose, caseID: String?,
        reason: String?, fields: [FieldPath], isApproved: Bool, ends: Timestamp
    ) {
        self.id = id
        self.asker = asker
        self.askerName = askerName
        self.role = role
        self.purpose = purpose
        self.caseID = caseID
        self.reason = reason
        self.fields = fields
        self.isApproved = isApproved
        self.ends = ends
    }

    /// The request for programs.
    public var json: JSON {
        [
            "request": .string(id.description),
            "asker": ["actor": .string(asker.description), "name": .string(askerName)],
            "role": .string(role.description), "purpose": .string(purpose.rawValue),
            "case": caseID.map { .string($0) } ?? .null, "reason": reason.map { .string($0) } ?? .null,
            "fields": .array(fields.map { .string($0.description) }), "approved": .bool(isApproved),
            "ends": .string(ends.description),
        ]
    }

    /// Reads what ``json`` writes.
    ///
    /// - Parameter json: a request.
    /// - Throws: for any other shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        var by = try Members(try members.required("asker"))
        id = try members.text("request") { ProposalID($0) }
        asker = try by.text("actor") { ActorID($0) }
        askerName = try by.text("name") { $0 }
        role = try members.text("role") { RoleName($0) }
        purpose = try members.text("purpose") { Purpose(rawValue: $0) }
        caseID = try Self.text("case", &members)
        reason = try Self.text("reason", &members)
        fields = try members.texts("fields") { FieldPath($0) }
        isApproved = try members.take("approved", \.bool)
        ends = try members.text("ends") { Timestamp($0) }
        try by.end()
        try members.end()
    }

    private static func text(_ name: String, _ members: inout Members) throws(Members.Unexpected) -> String? {
        let given = try members.required(name)
        guard given == .null || given.string != nil else { throw .init(member: name) }
        return given.string
    }
}
