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

    /// Records that the person who asks accepts the confidentiality text in force.
    ///
    /// - Returns: his line.
    /// - Throws: `actor_unknown`, or a failure.
    public func acknowledge() async throws(VaultError) -> StaffLine {
        try await ask(Call.post("/v1/staff/acknowledgement", .json([:])).changing, StaffLine.init(json:))
    }

    /// The confidentiality text in force, in one language.
    ///
    /// - Parameter language: two letters, as `bg`; the company's first language when it has no such text.
    /// - Returns: the text.
    /// - Throws: a failure.
    public func confidentialityText(_ language: String) async throws(VaultError) -> String {
        guard 2...3 ~= language.utf8.count, language.utf8.allSatisfy({ 97...122 ~= $0 }) else {
            throw VaultError(.badValue, rule: "language.unknown")
        }
        return try await ask(Call.get("/v1/staff/confidentiality?language=\(language)")) {
            (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                _ = members.optional("version")
                return try members.text("text") { $0 }
            }
        }
    }
}
