package import CofferCharter
package import CofferCrypto
package import CofferModel

/// What the next edition of a keyring changes; everything else stays.
package struct KeyringChange: Sendable {
    /// A process that gets a role key, and the uses of the keys it gets.
    package struct NewRole: Sendable {
        let name: String
        let role: RoleName
        let publicKey: [UInt8]
        let log: UInt16
        let uses: Set<KeyUse>

        package init(name: String, role: RoleName, publicKey: [UInt8], log: UInt16, uses: Set<KeyUse>) {
            self.name = name
            self.role = role
            self.publicKey = publicKey
            self.log = log
            self.uses = uses
        }
    }

    /// Uses that get a new key; the version is one more than the newest.
    package var newKeys: [KeyUse] = []
    /// Uses whose keys are destroyed.
    package var destroyed: Set<KeyUse> = []
    /// Processes that get a role key, or a new one.
    package var newRoles: [NewRole] = []
    /// The staff directory, if it changes.
    package var staff: [StaffEntry]?
    /// The changes of it that wait for a second administrator, if those change.
    package var proposals: [ProposalEntry]?
    /// The charter in force, if it changes.
    package var charter: CharterSource?
    /// What the installation chose, if it changes.
    package var configuration: Configuration?

    package init() {}
}

extension Keyring {
    /// Makes the first keyring of a vault.
    ///
    /// - Parameters:
    ///   - root: the root key.
    ///   - vault: the new vault's id.
    ///   - change: its keys, staff and charter; the signing keys of manifest and main log are added.
    ///   - configuration: what the installation chose.
    ///   - now: the time.
    ///   - random: where keys come from.
    ///   - arena: where keys go.
    /// - Returns: the keyring, not yet on disk.
    /// - Throws: ``CustodyError``.
    package static func create(
        root: borrowing SecretKey, vault: VaultID, _ change: KeyringChange, configuration: Configuration,
        at now: Timestamp, from random: some RandomSource, in arena: KeyArena
    ) throws(CustodyError) -> Keyring {
        guard let charter = change.charter, let staff = change.staff else { throw .keyring(.shape) }
        let wrapping: SecretKey
        do { wrapping = try Derive.keyringKey(root: root, vault: vault, in: arena) } catch { throw .memory }
        var keys: [HeldKey] = []
        for use in [.manifest, .ledger(1)] + change.newKeys {
            keys.append(try HeldKey.make(use, version: 1, vault: vault, at: now, from: random, in: arena))
        }
        let draft = Draft(
            vault: vault, number: 1, previous: .zero, keys: keys, roles: [], grants: [:], charter: charter,
            staff: staff, proposals: [], configuration: configuration)
        return try draft.publish(Root(wrapping), from: random, in: arena)
    }

    /// Makes the next edition; it counts once the ledger names it.
    ///
    /// - Parameters:
    ///   - change: what changes.
    ///   - now: the time.
    ///   - random: where new keys come from.
    ///   - arena: where new keys go.
    /// - Returns: the next keyring, not yet on disk.
    /// - Throws: ``CustodyError``; without the root key always.
    package func next(
        _ change: KeyringChange, at now: Timestamp, from random: some RandomSource, in arena: KeyArena
    ) throws(CustodyError) -> Keyring {
        guard let root = wrapping else { throw .wrongKey }
        let previous = file.manifest
        var keys = all.filter { !change.destroyed.contains($0.record.use) }
        var fresh: [HeldKey] = []
        // A log keeps its signing key for life: a process given its keys again gets the same one.
        let logs = change.newRoles.map { KeyUse.ledger($0.log) }.filter { newest($0) == nil }
        let newUses = change.newKeys + logs
        for use in newUses {
            let newest = keys.filter { $0.record.use == use }.map(\.record.version).max() ?? 0
            guard newest < UInt16.max else { throw .keyring(.chain) }
            fresh.append(
                try HeldKey.make(use, version: newest + 1, vault: vault, at: now, from: random, in: arena))
        }
        keys += fresh
        let kept = Set(keys.map(\.record.id))
        var grants = file.grants.mapValues { $0.filter { kept.contains($0.key) } }
        for role in previous.roles {
            let more = fresh.filter { grantedBefore($0.record.use, to: role) }
            grants[role.name, default: [:]].merge(try Self.seal(more, to: role.publicKey)) { $1 }
        }
        for role in change.newRoles {
            let granted = keys.filter {
                role.uses.contains($0.record.use) || $0.record.use == .ledger(role.log)
            }
            grants[role.name] = try Self.seal(granted, to: role.publicKey)
        }
        let replaced = Set(change.newRoles.map(\.name))
        let roles =
            previous.roles.filter { !replaced.contains($0.name) }
            + change.newRoles.map {
                Manifest.Role(
                    name: $0.name, role: $0.role, publicKey: $0.publicKey, log: $0.log, grants: .zero)
            }
        let draft = Draft(
            vault: vault, number: previous.number + 1, previous: previous.hash, keys: keys, roles: roles,
            grants: grants, charter: change.charter ?? file.charter, staff: change.staff ?? file.staff,
            proposals: change.proposals ?? file.proposals,
            configuration: change.configuration ?? file.configuration)
        return try draft.publish(root, from: random, in: arena)
    }

    private static func seal(
        _ keys: [HeldKey], to publicKey: [UInt8]
    ) throws(CustodyError) -> [KeyID: [UInt8]] {
        var boxes: [KeyID: [UInt8]] = [:]
        for held in keys {
            guard let box = SealedBox.seal(key: held.key, to: publicKey) else { throw .notAKeyFile }
            boxes[held.record.id] = box
        }
        return boxes
    }

    /// A new version goes to whoever had the old one; a new day's idempotency key to every process.
    private func grantedBefore(_ use: KeyUse, to role: Manifest.Role) -> Bool {
        if case .idempotency = use { return true }
        let ids = Set((file.grants[role.name] ?? [:]).keys)
        let had = all.filter { ids.contains($0.record.id) }.map(\.record.use)
        if case .audience(let audience, let period) = use {
            // The key that makes what staff are shown never changes; those of notices follow one another.
            return had.contains {
                guard case .audience(audience, let old) = $0 else { return false }
                return (old == 0) == (period == 0)
            }
        }
        return had.contains(use)
    }
}

/// The parts of an edition before it is signed.
private struct Draft {
    let vault: VaultID
    let number: UInt64
    let previous: Digest
    let keys: [HeldKey]
    let roles: [Manifest.Role]
    let grants: [String: [KeyID: [UInt8]]]
    let charter: CharterSource
    let staff: [StaffEntry]
    let proposals: [ProposalEntry]
    let configuration: Configuration

    func publish(
        _ root: Keyring.Root, from random: some RandomSource, in arena: KeyArena
    ) throws(CustodyError) -> Keyring {
        let zeros = try CustodyError.memory { () throws(ArenaError) in try SecretKey.zeros(in: arena) }
        guard let held = keys.first(where: { $0.record.use == .manifest }) else { throw .keyring(.shape) }
        let signer = try held.signer()
        var ledgers: [UInt16: [UInt8]] = [:]
        for held in keys {
            guard case .ledger(let log) = held.record.use else { continue }
            ledgers[log] = try held.signer().publicKey.bytes
        }
        let sealer = Sealer(random: random)
        var wrapped: [KeyID: [UInt8]] = [:]
        for held in keys {
            wrapped[held.record.id] = sealer.seal(
                key: held.key, under: root.wrapping, version: 1, scope: zeros,
                context: HeldKey.context(held.record, vault: vault))
        }
        let manifest = Manifest(
            vault: vault, number: number, previous: previous, keys: keys.map(\.record),
            roles: roles.map {
                Manifest.Role(
                    name: $0.name, role: $0.role, publicKey: $0.publicKey, log: $0.log,
                    grants: KeyringFile.hash(grants: grants[$0.name] ?? [:]))
            },
            ledgers: ledgers, charter: charter.hash, staff: KeyringFile.hash(staff: staff),
            configuration: SHA256.hash(configuration.json.canonical),
            proposals: KeyringFile.hash(proposals: proposals))
        let file = KeyringFile(
            manifest: manifest, signature: signer.sign(manifest.signed), wrapped: wrapped, grants: grants,
            charter: charter, staff: staff, proposals: proposals, configuration: configuration,
            hash: manifest.hash)
        return Keyring(file: file, keys: keys, role: nil, root: root)
    }
}
