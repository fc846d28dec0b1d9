package import CofferModel

extension ProposalEntry {
    private static let names: Set<String> = [
        "proposal", "change", "proposer", "proposed", "actor", "name", "uid", "kind", "roles", "login_key",
    ]

    /// The proposal as it lies in the keyring; its canonical bytes are its one written form.
    package var json: JSON {
        var members: [String: JSON?] = [
            "proposal": JSON(id), "change": .string(change.word.rawValue), "proposer": JSON(proposer),
            "proposed": JSON(proposed), "actor": change.person.map { JSON($0) },
        ]
        switch change {
        case .roles(let entering):
            members["name"] = .string(entering.name)
            members["uid"] = .integer(Int64(entering.uid))
            members["kind"] = .string(entering.kind.rawValue)
            members["roles"] = .array(entering.roles.sorted().map { JSON($0) })
        case .loginKey(_, let key): members["login_key"] = .string(Hex.encode(key))
        case .disable, .enable: break
        }
        return .members(members)
    }

    /// Reads what ``json`` writes.
    ///
    /// - Parameter json: one proposal of the keyring.
    /// - Throws: the rule that was broken; unknown members are refused.
    package init(json: JSON) throws(BadValue) {
        let members = try Members(json, Self.names)
        let word: StaffChange = try members.word("change")
        let change: Change
        switch word {
        case .roles: change = .roles(try Entering(members))
        case .disable: change = .disable(try members.value("actor"))
        case .enable: change = .enable(try members.value("actor"))
        case .loginKey:
            guard let key = Hex.decode(try members.text("login_key").utf8), key.count == 32 else {
                throw BadValue("staff.login_key")
            }
            change = .loginKey(try members.value("actor"), key)
        }
        self.init(
            id: try members.value("proposal"), change: change, proposer: try members.value("proposer"),
            proposed: try members.value("proposed"))
        // A member that belongs to another change is as unknown as any: the form written is the form read.
        guard self.json == json else { throw BadValue("facts.member") }
    }
}

extension ProposalEntry.Entering {
    fileprivate init(_ members: Members) throws(BadValue) {
        let uid = try members.number("uid", from: 0)
        guard uid <= Int64(UInt32.max) else { throw BadValue("staff.uid") }
        let roles = try members.sorted("roles") { json throws(BadValue) in
            guard let role = json.string.flatMap({ RoleName($0) }) else { throw BadValue("staff.role") }
            return role
        }
        self.init(
            name: try members.text("name"), uid: UInt32(uid), kind: try members.word("kind"),
            roles: Set(roles),
            actor: try members.optional("actor") { name throws(BadValue) in try members.value(name) })
    }
}
