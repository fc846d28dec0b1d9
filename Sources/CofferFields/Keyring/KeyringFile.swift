package import CofferCharter
package import CofferCrypto
package import CofferModel

/// The keyring as it lies on disk (docs/formats/keyring.md): the signed manifest, and what it lists by hash.
///
/// A canonical JSON document. Wrapped keys open under the root key, grants under a process's role key.
package struct KeyringFile: Sendable {
    /// The signed list.
    package let manifest: Manifest
    /// Ed25519 by the vault's signing key, 64 bytes.
    let signature: [UInt8]
    /// Sealed values of kind 3.
    let wrapped: [KeyID: [UInt8]]
    /// Sealed boxes by process and key.
    let grants: [String: [KeyID: [UInt8]]]
    /// The charter in force.
    package let charter: CharterSource
    /// Everyone who may ask.
    package let staff: [StaffEntry]
    /// Changes of the staff directory that wait for a second administrator.
    package let proposals: [ProposalEntry]
    /// What the installation chose.
    package let configuration: Configuration

    /// How many keys a process was given.
    package func grantCount(of process: String) -> Int { grants[process]?.count ?? 0 }

    /// The hash of this edition's manifest; every row of the ledger names it.
    package let hash: Digest
}

/// The exact bytes of a charter, of what it extends and of its overlays, so that the hash fixes all rules.
package struct CharterSource: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// The file itself.
    package let text: String
    /// What it extends.
    package let base: String
    /// Its overlays by name.
    package let overlays: [String: String]

    package init(name: String, text: String, base: String, overlays: [String: String]) {
        self.name = name
        self.text = text
        self.base = base
        self.overlays = overlays
    }

    /// SHA-256 of the canonical form: the charter's hash in grants, ledger rows and manifests.
    package var hash: Digest { SHA256.hash(json.canonical) }

    var json: JSON {
        [
            "name": .string(name), "text": .string(text), "base": .string(base),
            "overlays": .object(overlays.mapValues { .string($0) }),
        ]
    }
}

extension KeyringFile {
    static func hash(grants: [KeyID: [UInt8]]) -> Digest { SHA256.hash(json(grants).canonical) }

    static func hash(staff: [StaffEntry]) -> Digest { SHA256.hash(JSON.array(staff.map(\.json)).canonical) }

    static func hash(proposals: [ProposalEntry]) -> Digest {
        SHA256.hash(JSON.array(proposals.map(\.json)).canonical)
    }

    private static func json(_ sealed: [KeyID: [UInt8]]) -> JSON {
        .object(
            Dictionary(
                uniqueKeysWithValues: sealed.map { ($0.key.description, JSON.string(Hex.encode($0.value))) }))
    }

    /// The document, one line.
    package var bytes: [UInt8] {
        var document: [String: JSON] = [
            "manifest": manifest.json, "signature": .string(Hex.encode(signature)),
            "wrapped": Self.json(wrapped),
            "grants": .object(grants.mapValues { Self.json($0) }), "charter": charter.json,
            "staff": .array(staff.map(\.json)), "configuration": configuration.json,
        ]
        if manifest.proposals != nil { document["proposals"] = .array(proposals.map(\.json)) }
        return JSON.object(document).canonical + [10]
    }

    /// Reads a keyring and checks it against itself: shape, signature, and every hash in the manifest.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - key: the vault's public signing key, from custody.
    /// - Throws: ``CustodyError/keyring(_:)``.
    package init(reading bytes: [UInt8], signedBy key: PublicKey) throws(CustodyError) {
        do {
            var members = try Members(JSON(reading: bytes, limit: Limits.keyringBytes))
            manifest = try Manifest(try members.required("manifest"))
            hash = manifest.hash
            signature = try members.text("signature") { Hex.decode($0.utf8) }
            wrapped = try members.take("wrapped") { Self.sealed($0) }
            grants = try members.take("grants") { json in
                guard let object = json.object else { return nil }
                let grants = object.compactMapValues { Self.sealed($0) }
                return grants.count == object.count ? grants : nil
            }
            charter = try members.take("charter") { CharterSource($0) }
            staff = try members.take("staff") { json in
                try? json.array?.map { try StaffEntry(json: $0) }
            }
            configuration = try members.take("configuration") { Configuration($0) }
            proposals =
                manifest.proposals == nil
                ? []
                : try members.take("proposals") { json in
                    try? json.array?.map { try ProposalEntry(json: $0) }
                }
            try members.end()
        } catch { throw .keyring(.shape) }
        guard key.verifies(signature: signature, of: manifest.signed) else { throw .keyring(.signature) }
        guard manifest.charter == charter.hash else { throw .keyring(.charter) }
        guard manifest.staff == Self.hash(staff: staff) else { throw .keyring(.staff) }
        guard manifest.proposals ?? Self.hash(proposals: []) == Self.hash(proposals: proposals) else {
            throw .keyring(.proposals)
        }
        guard manifest.configuration == SHA256.hash(configuration.json.canonical) else {
            throw .keyring(.configuration)
        }
        let listed = Dictionary(uniqueKeysWithValues: manifest.roles.map { ($0.name, $0.grants) })
        guard listed == grants.mapValues({ Self.hash(grants: $0) }) else { throw .keyring(.grants) }
    }

    private static func sealed(_ json: JSON) -> [KeyID: [UInt8]]? {
        guard let object = json.object else { return nil }
        var sealed: [KeyID: [UInt8]] = [:]
        for (id, value) in object {
            guard let id = KeyID(id), let bytes = value.string.flatMap({ Hex.decode($0.utf8) }) else {
                return nil
            }
            sealed[id] = bytes
        }
        return sealed
    }
}

extension CharterSource {
    init?(_ json: JSON) {
        guard json.object?.count == 4, let name = json["name"]?.string, let text = json["text"]?.string,
            let base = json["base"]?.string, let overlays = json["overlays"]?.object
        else { return nil }
        self.init(name: name, text: text, base: base, overlays: overlays.compactMapValues(\.string))
    }
}
