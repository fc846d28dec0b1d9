package import CofferModel

extension StaffEntry {
    private static let names: Set<String> = [
        "actor", "name", "uid", "kind", "roles", "active", "acknowledged", "login_key", "added", "enabled",
        "subject",
    ]

    /// The entry as a member of the staff directory; its canonical bytes are its one written form.
    package var json: JSON {
        .members([
            "actor": JSON(actor), "name": .string(name), "uid": uid.map { .integer(Int64($0)) },
            "kind": .string(kind.rawValue), "roles": .array(roles.sorted().map { JSON($0) }),
            "active": .bool(active), "acknowledged": acknowledged.map { .integer(Int64($0)) },
            "login_key": loginKey.map { .string(Hex.encode($0)) }, "added": JSON(added),
            "enabled": enabled.map { JSON($0) },
            "subject": subject.map { JSON($0) },
        ])
    }

    /// Reads what ``json`` writes.
    ///
    /// - Parameter json: one entry of the directory.
    /// - Throws: the rule that was broken; unknown members are refused.
    package init(json: JSON) throws(BadValue) {
        let members = try Members(json, Self.names)
        let roles = try members.sorted("roles") { json throws(BadValue) in
            guard let role = json.string.flatMap({ RoleName($0) }) else { throw BadValue("staff.role") }
            return role
        }
        let number = { (name: String) throws(BadValue) in try members.number(name, from: 0) }
        let uid = try members.optional("uid", number)
        guard uid ?? 0 <= Int64(UInt32.max) else { throw BadValue("staff.uid") }
        let key = try members.optional("login_key") { name throws(BadValue) in
            guard let key = Hex.decode(try members.text(name).utf8), key.count == 32 else {
                throw BadValue("staff.login_key")
            }
            return key
        }
        self.init(
            actor: try members.value("actor"), name: try members.text("name"), uid: uid.map { UInt32($0) },
            kind: try members.word("kind"), roles: Set(roles), active: try members.flag("active"),
            acknowledged: try members.optional("acknowledged", number).map { Int($0) }, loginKey: key,
            added: try members.value("added"),
            enabled: try members.optional("enabled") { name throws(BadValue) in try members.value(name) },
            subject: try members.optional("subject") { name throws(BadValue) in try members.value(name) })
    }
}
