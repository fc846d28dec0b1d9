import CofferCrypto
package import CofferModel

/// The signed list of what the vault consists of (crypto.md §1).
///
/// Whoever changes a key, a role's grants, a charter, a member of staff or the configuration on disk
/// without the vault's signing key is refused on open.
package struct Manifest: Hashable, Sendable {
    /// A process that opens the vault with a key of its own instead of the root key.
    package struct Role: Hashable, Sendable {
        /// The process's name.
        package let name: String
        /// As what it acts.
        package let role: RoleName
        /// Its X25519 public key, 32 bytes.
        package let publicKey: [UInt8]
        /// The log it writes.
        package let log: UInt16
        /// SHA-256 of its grants, as the keyring file holds them.
        package let grants: Digest
    }

    /// The vault this is the manifest of.
    package let vault: VaultID
    /// 1 for the first; each is one more than the one before.
    package let number: UInt64
    /// The hash of the manifest before.
    package let previous: Digest
    /// All keys but scope keys.
    package let keys: [KeyRecord]
    /// Processes with keys of their own.
    package let roles: [Role]
    /// The public key of each log, 32 bytes.
    package let ledgers: [UInt16: [UInt8]]
    /// The hash of the charter in force.
    package let charter: Digest
    /// The hash of the staff directory.
    package let staff: Digest
    /// The hash of the configuration.
    package let configuration: Digest
    /// The hash of the changes of the staff directory that wait for a second administrator; nil in format 1.
    package let proposals: Digest?
}

extension Manifest {
    /// SHA-256 of the canonical form: how ledger rows and custody files name a manifest.
    package var hash: Digest { SHA256.hash(json.canonical) }

    /// What VSK signs: a fixed prefix, then the canonical form.
    var signed: [UInt8] { Array("coffer manifest\n".utf8) + json.canonical }

    var json: JSON {
        let roles: [JSON] = roles.map {
            [
                "name": .string($0.name), "role": .string($0.role.description),
                "log": .integer(Int64($0.log)),
                "public": .string(Hex.encode($0.publicKey)), "grants": .string($0.grants.description),
            ]
        }
        let ledgers = Dictionary(
            uniqueKeysWithValues: ledgers.map { (String($0.key), JSON.string(Hex.encode($0.value))) })
        var members: [String: JSON] = [
            "format": proposals == nil ? 1 : 2, "vault": .string(vault.description),
            "number": .integer(Int64(number)),
            "previous": .string(previous.description), "keys": .array(keys.map(\.json)),
            "roles": .array(roles),
            "ledgers": .object(ledgers), "charter": .string(charter.description),
            "staff": .string(staff.description), "configuration": .string(configuration.description),
        ]
        members["proposals"] = proposals.map { .string($0.description) }
        return .object(members)
    }

    init(_ json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let format: Int64 = try members.take("format") { $0.exactly() }
        guard 1...2 ~= format else { throw Members.Unexpected(member: "format") }
        vault = try members.text("vault") { VaultID($0) }
        number = try members.take("number") { $0.exactly() }
        previous = try members.text("previous") { Digest($0) }
        keys = try Self.list(try members.take("keys", \.array)) { json throws(Members.Unexpected) in
            try KeyRecord(json)
        }
        roles = try Self.list(try members.take("roles", \.array)) { json throws(Members.Unexpected) in
            try Role(json)
        }
        var ledgers: [UInt16: [UInt8]] = [:]
        for (log, key) in try members.take("ledgers", \.object) {
            guard let log = UInt16(log), let key = key.string.flatMap({ Hex.decode($0.utf8) }),
                key.count == 32
            else { throw Members.Unexpected(member: "ledgers") }
            ledgers[log] = key
        }
        self.ledgers = ledgers
        charter = try members.text("charter") { Digest($0) }
        staff = try members.text("staff") { Digest($0) }
        configuration = try members.text("configuration") { Digest($0) }
        proposals = format == 1 ? nil : try members.text("proposals") { Digest($0) }
        try members.end()
    }

    private static func list<Element>(
        _ array: [JSON], _ make: (JSON) throws(Members.Unexpected) -> Element
    ) throws(Members.Unexpected) -> [Element] {
        var elements: [Element] = []
        for json in array { elements.append(try make(json)) }
        return elements
    }
}

extension Manifest.Role {
    init(_ json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        name = try members.text("name") { Name.isValid($0) ? $0 : nil }
        role = try members.text("role") { RoleName($0) }
        publicKey = try members.text("public") { Hex.decode($0.utf8) }
        log = try members.take("log") { $0.exactly() }
        grants = try members.text("grants") { Digest($0) }
        try members.end()
        guard publicKey.count == 32 else { throw Members.Unexpected(member: "public") }
    }
}
