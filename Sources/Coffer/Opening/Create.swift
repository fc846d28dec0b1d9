import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
public import CofferModel
public import CofferStore
import Glibc

/// What a new vault is made with.
public struct NewVault: Sendable {
    /// Where: a directory that does not exist yet; its custody directory is made beside it.
    public let directory: String
    /// The charter: a name of one that comes with Coffer, or the text of one.
    public let charter: CharterChoice
    /// What the person who makes it is called in the staff directory.
    public let admin: String
    /// The directory of its anchor, outside the vault's.
    public let anchor: String
    /// An existing root key file, or nil for a new key.
    public let rootKey: String?
    /// Whether published example keys may be used: for demonstrations only.
    public let allowExampleKeys: Bool

    /// Takes the choices.
    ///
    /// - Parameters:
    ///   - directory: a directory that does not exist yet.
    ///   - charter: the charter.
    ///   - admin: what the person who makes it is called in the staff directory.
    ///   - anchor: the directory of its anchor, outside the vault's.
    ///   - rootKey: an existing root key file, or nil for a new key.
    ///   - allowExampleKeys: whether published example keys may be used.
    public init(
        directory: String, charter: CharterChoice, admin: String, anchor: String, rootKey: String? = nil,
        allowExampleKeys: Bool = false
    ) {
        self.directory = directory
        self.charter = charter
        self.admin = admin
        self.anchor = anchor
        self.rootKey = rootKey
        self.allowExampleKeys = allowExampleKeys
    }
}

extension Vault {
    /// Makes a vault and opens it; the user who runs this is its first administrator, and nobody else.
    ///
    /// - Parameters:
    ///   - new: the choices.
    ///   - storage: the driver of its stores.
    ///   - time: the clock.
    ///   - random: where its keys come from.
    /// - Returns: the open vault.
    /// - Throws: ``VaultError``; what was made of it by then is left for a person to remove.
    public static func create(
        _ new: NewVault, storage: Storage, time: some TimeSource, random: some RandomSource
    ) async throws(VaultError) -> Vault {
        do {
            return try await make(new, storage, time, random)
        } catch { throw vaultError(error) }
    }

    private static func make(
        _ new: NewVault, _ storage: Storage, _ time: some TimeSource, _ random: some RandomSource
    ) async throws -> Vault {
        let (source, charter) = try new.charter.load()
        let paths = Paths(new.directory)
        let arena = try KeyArena(slots: VaultMemory.keys)
        let now = time.now()
        let (vault, root) = try rootKey(new, random, arena)
        let keeps = try custodyKeeps(root, vault, new, paths, arena)
        try DurableFile.makeDirectory(paths.directory)
        if unsafe access(paths.custody, F_OK) != 0 { try DurableFile.makeDirectory(paths.custody) }
        let lock = try storage.hold(paths.directory)
        if !keeps { try KeyFile.write(root.key, kind: .root, vault: vault, to: paths.rootKey) }
        var change = KeyringChange()
        change.newKeys = charter.keyUses(at: now)
        change.charter = source
        change.staff = [firstAdmin(new.admin, charter, now, random)]
        let keyring = try Keyring.create(
            root: root.key, vault: vault, change, configuration: Configuration(anchor: new.anchor), at: now,
            from: random, in: arena)
        let stores = try storage.open(paths.directory, vault, true)
        let name = LogName(vault: vault, log: 1)
        guard let signer = try keyring.ledgerSigner(1) else { throw VaultError(.locked) }
        let ledger = try Ledger.create(
            in: paths.directory, name: name, signer: signer, anchor: anchor(new.anchor, name), time: time,
            timing: .standard)
        try DurableFile.write(keyring.file.bytes, to: paths.keyring)
        let fields = try Fields(
            keyring, destroyed: [], from: random, in: arena, try VaultMemory.pool())
        let made = Vault(
            VaultParts(
                paths: paths, time: time, random: random, arena: arena, fields: fields, stores: stores,
                ledger: ledger,
                log: 1, memory: Memory(watching: charter.secretPaths), lock: lock, charter: charter))
        try await made.recordCreation()
        return made
    }

    private func recordCreation() async throws(VaultError) {
        let session = session(role: .admin, purpose: .keyAdmin)
        var row = entry(session, RequestID.random(from: random), .create)
        row.manifest = keyring.file.hash
        row.keys = keyring.file.manifest.keys.map(\.id)
        _ = try await record([row])
        do { try await ledger.flushAnchor() } catch { throw vaultError(error) }
        try writeCustodyRecord()
    }

    /// Whether the custody directory holds this very root key already; another one there is never written over.
    private static func custodyKeeps(
        _ root: RootKey, _ vault: VaultID, _ new: NewVault, _ paths: Paths, _ arena: KeyArena
    ) throws -> Bool {
        guard unsafe access(paths.rootKey, F_OK) == 0 else { return false }
        guard new.rootKey != nil else {
            throw VaultError(.conflict, "the custody directory beside it has a root key of another vault")
        }
        let there = try KeyFile.read(paths.rootKey, kind: .root, in: arena)
        guard there.vault == vault, there.key.equals(root.key) else { throw CustodyError.otherVault }
        return true
    }

    private static func firstAdmin(
        _ name: String, _ charter: Charter, _ now: Timestamp, _ random: some RandomSource
    ) -> StaffEntry {
        StaffEntry(
            actor: .timeOrdered(at: now, from: random), name: name, uid: geteuid(), kind: .person,
            roles: [.admin],
            active: true, acknowledged: charter.confidentiality.version, loginKey: nil, added: now,
            subject: nil)
    }

    private static func rootKey(
        _ new: NewVault, _ random: some RandomSource, _ arena: KeyArena
    ) throws -> (VaultID, RootKey) {
        guard let path = new.rootKey else {
            return (.random(from: random), RootKey(try SecretKey(random: random, in: arena)))
        }
        let file = try KeyFile.read(path, kind: .root, in: arena)
        let vault = file.vault
        let root = RootKey(file)
        try ExampleKeys.refuse(root.key, allowed: new.allowExampleKeys)
        return (vault, root)
    }
}
