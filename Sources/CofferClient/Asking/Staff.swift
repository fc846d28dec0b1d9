public import CofferModel

extension Asker {
    /// Everyone who may ask.
    ///
    /// - Returns: a line a member of staff, oldest first.
    /// - Throws: the denial's code, or a failure.
    public func staffDirectory() async throws(VaultError) -> [StaffLine] {
        try await ask(Call.get("/v1/staff")) { (json) throws(Members.Unexpected) in
            try json.list("staff", StaffLine.init(json:))
        }
    }

    /// Enters a member of staff or a service account, or adds roles to one who is entered with this user.
    ///
    /// - Parameters:
    ///   - name: what colleagues call him.
    ///   - uid: the operating system's user.
    ///   - roles: as what he may act.
    ///   - kind: a person, or a program.
    /// - Returns: his line, or the proposal that waits for a second administrator.
    /// - Throws: `bad_value`, `conflict`, the denial's code, or a failure.
    public func addStaff(
        _ name: String, uid: UInt32, roles: [RoleName], kind: StaffKind = .person
    ) async throws(VaultError) -> StaffOutcome {
        let body: JSON = [
            "name": .string(name), "uid": .integer(Int64(uid)),
            "roles": .array(roles.map { .string($0.description) }), "kind": .string(kind.rawValue),
        ]
        return try await ask(Call.post("/v1/staff", .json(body)).changing, StaffOutcome.init(json:))
    }

    /// Ends a member's rights at once.
    ///
    /// - Parameter actor: who.
    /// - Returns: his line, or the proposal that waits for a second administrator.
    /// - Throws: `not_found`, `conflict` for the last administrator, the denial's code, or a failure.
    public func disableStaff(_ actor: ActorID) async throws(VaultError) -> StaffOutcome {
        try await ask(Call.post("/v1/staff/\(actor)/disable").changing, StaffOutcome.init(json:))
    }

    /// Gives a member his rights back, after they were ended or he was idle for 90 days.
    ///
    /// - Parameter actor: who.
    /// - Returns: his line, or the proposal that waits for a second administrator.
    /// - Throws: `not_found`, the denial's code, or a failure.
    public func enableStaff(_ actor: ActorID) async throws(VaultError) -> StaffOutcome {
        try await ask(Call.post("/v1/staff/\(actor)/enable").changing, StaffOutcome.init(json:))
    }

    /// The changes of the staff directory that wait for a second administrator.
    ///
    /// - Returns: the proposals, oldest first.
    /// - Throws: the denial's code, or a failure.
    public func proposals() async throws(VaultError) -> [StaffProposal] {
        try await ask(Call.get("/v1/staff/proposals")) { (json) throws(Members.Unexpected) in
            try json.list("proposals", StaffProposal.init(json:))
        }
    }

    /// Approves another administrator's proposal: it is carried out at once.
    ///
    /// - Parameter proposal: its number.
    /// - Returns: the line of whom it concerns.
    /// - Throws: `not_found`, `approval_missing` for who may not approve it, `conflict`, the denial's code, or a failure.
    public func approve(_ proposal: ProposalID) async throws(VaultError) -> StaffLine {
        try await ask(Call.post("/v1/staff/proposals/\(proposal)/approve").changing) {
            (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try StaffLine(json: try members.required("done"))
            }
        }
    }

    /// Takes back a proposal of one's own.
    ///
    /// - Parameter proposal: its number.
    /// - Returns: what was proposed.
    /// - Throws: `not_found` for a proposal that is not there or ended, `role_denied` for somebody else's, or a
    ///   failure.
    public func withdraw(_ proposal: ProposalID) async throws(VaultError) -> StaffProposal {
        try await ask(Call.post("/v1/staff/proposals/\(proposal)/withdraw").changing) {
            (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try StaffProposal(json: try members.required("withdrawn"))
            }
        }
    }

    /// Records that the person who asks accepts the confidentiality text in force.
    ///
    /// - Returns: his line.
    /// - Throws: `actor_unknown`, or a failure.
    public func acknowledge() async throws(VaultError) -> StaffLine {
        try await ask(Call.post("/v1/staff/acknowledgement", .json([:])).changing, StaffLine.init(json:))
    }

    /// The confidentiality text in force, in one language.
    ///
    /// - Parameter language: two letters, as `bg`; nil for the company's first language.
    /// - Returns: the text.
    /// - Throws: `bad_value` with the languages there are, for another one; or a failure.
    public func confidentiality(in language: String?) async throws(VaultError) -> ConfidentialityText {
        guard let language else {
            return try await ask(Call.get("/v1/staff/confidentiality"), ConfidentialityText.init(json:))
        }
        guard 2...3 ~= language.utf8.count, language.utf8.allSatisfy({ 97...122 ~= $0 }) else {
            throw VaultError(.badValue, rule: "language.unknown")
        }
        return try await ask(
            Call.get("/v1/staff/confidentiality?language=\(language)"), ConfidentialityText.init(json:))
    }
}
