package import CofferModel

/// One key as the manifest lists it: everything but the key.
package struct KeyRecord: Hashable, Sendable {
    /// The state of a key (NIST SP 800-57 part 1, §7, reduced to what the vault does).
    package enum State: String, Hashable, Sendable {
        /// Seals and opens.
        case active
        /// Opens what an older backup holds, and nothing else.
        case retired
    }

    /// Names the key for ever.
    package let id: KeyID
    /// What it is for.
    package let use: KeyUse
    /// Version, generation or epoch by use, 1 or more.
    package let version: UInt16
    /// What it may still do.
    package let state: State
    /// Proves that an unwrapped key is this one.
    package let check: Digest
    /// When it was made.
    package let created: Timestamp
}

extension KeyRecord {
    var json: JSON {
        var members = use.json
        members["id"] = .string(id.description)
        members["version"] = .integer(Int64(version))
        members["state"] = .string(state.rawValue)
        members["check"] = .string(check.description)
        members["created"] = .string(created.description)
        return .object(members)
    }

    init(_ json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        use = try KeyUse(from: &members)
        id = try members.text("id") { KeyID($0) }
        version = try members.take("version") { $0.exactly() }
        state = try members.text("state", State.init(rawValue:))
        check = try members.text("check") { Digest($0) }
        created = try members.text("created") { Timestamp($0) }
        try members.end()
        guard version > 0 else { throw Members.Unexpected(member: "version") }
    }
}
