/// One row of the ledger about a subject, in the words of its columns.
public struct HistoryLine: Hashable, Sendable {
    /// The row's log.
    public let log: UInt16
    /// Its number in the log.
    public let sequence: UInt64
    /// When.
    public let time: Timestamp
    /// Who, as the staff directory names him now; his number when he is no longer entered.
    public let actor: String
    /// The operating system's user he came as.
    public let uid: UInt32
    /// For whom he asked with a token, as the staff directory names him now.
    public let behalf: String?
    /// As what.
    public let role: RoleName?
    /// What was done.
    public let action: Action
    /// For what.
    public let purpose: Purpose?
    /// On which ticket.
    public let caseID: String?
    /// The member of staff whom it is about.
    public let person: String?
    /// What it does to the staff directory, or was to do.
    public let change: StaffChange?
    /// The roles that the member of staff has from then on; where it is proposed or refused, those it gives.
    public let roles: [RoleName]
    /// What it notes about the subject: `event.service_ended`.
    public let noted: String?
    /// Until when somebody has to act, for a row that opens an incident.
    public let due: Timestamp?
    /// How often, for finds without a hit and users who are not entered.
    public let count: Int?
    /// The proposal that it makes, carries out, takes back or is refused for.
    public let proposal: ProposalID?
    /// Who made that proposal, if another than the actor.
    public let proposer: String?
    /// What the asker calls his request.
    public let request: RequestID?
    /// Fields by form, or by denial code.
    public let fields: [String: [FieldPath]]
    /// Why the whole was refused, if it was.
    public let code: Code?
    /// `intent`, `done` or `aborted` for a write; nil for what changes nothing.
    public let state: String?

    /// Takes a row.
    ///
    /// - Parameters:
    ///   - log: the row's log.
    ///   - sequence: its number in the log.
    ///   - time: when.
    ///   - actor: who.
    ///   - uid: as which user.
    ///   - behalf: for whom, with a token.
    ///   - role: as what.
    ///   - action: what was done.
    ///   - purpose: for what.
    ///   - caseID: on which ticket.
    ///   - person: the member of staff whom it is about.
    ///   - change: what it does to the staff directory.
    ///   - roles: the roles that it gives or leaves.
    ///   - noted: what it notes about the subject.
    ///   - due: until when somebody has to act.
    ///   - count: how often.
    ///   - proposal: the proposal it belongs to.
    ///   - proposer: who made that proposal.
    ///   - request: what the asker calls his request.
    ///   - fields: fields by form, or by denial code.
    ///   - code: why the whole was refused.
    ///   - state: of a write.
    public init(
        log: UInt16, sequence: UInt64, time: Timestamp, actor: String, uid: UInt32, behalf: String?,
        role: RoleName?, action: Action, purpose: Purpose?, caseID: String?, person: String?,
        change: StaffChange?, roles: [RoleName], noted: String?, due: Timestamp?, count: Int?,
        proposal: ProposalID?, proposer: String?, request: RequestID?, fields: [String: [FieldPath]],
        code: Code?, state: String?
    ) {
        self.log = log
        self.sequence = sequence
        self.time = time
        self.actor = actor
        self.uid = uid
        self.behalf = behalf
        self.role = role
        self.action = action
        self.purpose = purpose
        self.caseID = caseID
        self.person = person
        self.change = change
        self.roles = roles
        self.noted = noted
        self.due = due
        self.count = count
        self.proposal = proposal
        self.proposer = proposer
        self.request = request
        self.fields = fields
        self.code = code
        self.state = state
    }
}

extension HistoryLine {
    /// The row for programs.
    public var json: JSON {
        var members: [String: JSON] = [
            "log": .integer(Int64(log)), "sequence": .integer(Int64(clamping: sequence)),
            "time": .string(time.description), "actor": .string(actor), "uid": .integer(Int64(uid)),
            "action": .string(action.rawValue),
            "fields": .object(fields.mapValues { .array($0.map { .string($0.description) }) }),
        ]
        members["behalf"] = behalf.map { .string($0) }
        members["person"] = person.map { .string($0) }
        members["change"] = change.map { .string($0.rawValue) }
        if !roles.isEmpty { members["roles"] = .array(roles.map { .string($0.description) }) }
        members["noted"] = noted.map { .string($0) }
        members["due"] = due.map { .string($0.description) }
        members["count"] = count.map { .integer(Int64($0)) }
        members["proposal"] = proposal.map { .string($0.description) }
        members["proposer"] = proposer.map { .string($0) }
        members["request"] = request.map { .string(Hex.encode($0.bytes)) }
        members["role"] = role.map { .string($0.description) }
        members["purpose"] = purpose.map { .string($0.rawValue) }
        members["case"] = caseID.map { .string($0) }
        members["code"] = code.map { .string($0.rawValue) }
        members["state"] = state.map { .string($0) }
        return .object(members)
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        log = try members.take("log") { $0.integer.flatMap { UInt16(exactly: $0) } }
        sequence = try members.take("sequence") { $0.integer.flatMap { UInt64(exactly: $0) } }
        time = try members.text("time") { Timestamp($0) }
        actor = try members.text("actor") { $0 }
        uid = try members.take("uid") { $0.integer.flatMap { UInt32(exactly: $0) } }
        behalf = try members.takeIfPresent("behalf", \.string)
        person = try members.takeIfPresent("person", \.string)
        change = try members.takeIfPresent("change") { $0.string.flatMap { StaffChange(rawValue: $0) } }
        roles =
            try members.takeIfPresent("roles") { json in
                json.array.map { $0.compactMap { $0.string.flatMap { RoleName($0) } } }
            } ?? []
        noted = try members.takeIfPresent("noted", \.string)
        due = try members.takeIfPresent("due") { $0.string.flatMap { Timestamp($0) } }
        count = try members.takeIfPresent("count") { $0.integer.flatMap { Int(exactly: $0) } }
        proposal = try members.takeIfPresent("proposal") { $0.string.flatMap { ProposalID($0) } }
        proposer = try members.takeIfPresent("proposer", \.string)
        request = try members.takeIfPresent("request") { json in
            json.string.flatMap { Hex.decode($0.utf8) }.flatMap { RequestID(bytes: $0) }
        }
        role = try members.takeIfPresent("role") { $0.string.flatMap { RoleName($0) } }
        action = try members.text("action") { Action(rawValue: $0) }
        purpose = try members.takeIfPresent("purpose") { $0.string.flatMap { Purpose(rawValue: $0) } }
        caseID = try members.takeIfPresent("case", \.string)
        var fields: [String: [FieldPath]] = [:]
        for (name, paths) in try members.take("fields", \.object) {
            let texts = (paths.array ?? []).compactMap(\.string)
            fields[name] = texts.compactMap { FieldPath($0) }
            guard fields[name]?.count == paths.array?.count else { throw .init(member: "fields") }
        }
        self.fields = fields
        code = try members.takeIfPresent("code") { $0.string.flatMap { Code(rawValue: $0) } }
        state = try members.takeIfPresent("state", \.string)
        try members.end()
    }
}
