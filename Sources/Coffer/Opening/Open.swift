import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
public import CofferModel
public import CofferStore

/// With which key a process opens a vault.
public enum Custody: Hashable, Sendable {
    /// The root key, in the custody directory beside the vault.
    case root
    /// The root key in a file that the service manager handed over, as a systemd credential.
    case rootFile(String)
    /// The root key as somebody brought it to a process that has no file of it.
    case key(GivenKey)
    /// A process's own key file: it gets the keys it was granted, and no other.
    case role(String)
}

/// How a vault is opened.
public struct OpenOptions: Hashable, Sendable {
    /// Accepts published example keys: for demonstrations only.
    public var allowExampleKeys = false
    /// Opens although the anchor is missing: then a cut or rolled-back ledger goes unseen this once.
    public var acceptMissingAnchor = false

    /// Neither.
    public init() {}
}

extension Vault {
    /// Opens a vault: its directory is locked, its manifest checked against custody and ledger, its ledger against the
    /// anchor, and what a crash left unfinished is closed or finished.
    ///
    /// - Parameters:
    ///   - directory: the vault's directory.
    ///   - custody: with which key.
    ///   - options: what is accepted.
    ///   - storage: the driver of its stores.
    ///   - time: the clock.
    ///   - random: where salts and new keys come from.
    /// - Returns: the open vault.
    /// - Throws: `locked` for a key that is missing, wrong or exposed, or a directory in use; `integrity` for
    ///   anything that is not what keyring, ledger and anchor say.
    public static func open(
        _ directory: String, custody: Custody, options: OpenOptions = OpenOptions(), storage: Storage,
        time: some TimeSource, random: some RandomSource
    ) async throws(VaultError) -> Vault {
        do {
            return try await opened(Paths(directory), custody, options, storage, time, random)
        } catch { throw vaultError(error) }
    }

    private static func opened(
        _ paths: Paths, _ custody: Custody, _ options: OpenOptions, _ storage: Storage,
        _ time: some TimeSource,
        _ random: some RandomSource
    ) async throws -> Vault {
        let arena = try KeyArena(slots: VaultMemory.keys)
        let key = try OpeningKey(paths, custody, options, in: arena)
        try DurableFile.checkReach(ofDirectory: paths.directory)
        let lock = try storage.hold(paths.directory)
        let editions = try Editions(paths, signedBy: key.record.manifestKey)
        let candidate = try key.open(editions.newest, in: arena)
        let log = candidate.role?.log ?? 1
        guard let signer = try candidate.ledgerSigner(log) else {
            throw VaultError(.locked, "no key for a ledger")
        }
        let before = try CharterChoice.load(candidate.file.charter)
        var memory = try others(candidate.file, paths, than: log, watching: before.secretPaths)
        let name = LogName(vault: candidate.vault, log: log)
        let anchor = anchor(candidate.file.configuration.anchor, name)
        let ledger: Ledger
        var done: UInt64 = 0
        if log != 1, !LogDirectory(vault: paths.directory, name: name).exists {
            ledger = try Ledger.create(
                in: paths.directory, name: name, signer: signer, anchor: anchor, time: time, timing: .standard
            )
        } else {
            let opened = try Ledger.open(
                in: paths.directory, name: name, signer: signer, anchor: anchor, time: time, timing: .standard
            ) { row in
                memory.learn(row.entry, sequence: row.sequence, at: row.time, log: log, own: true)
            }
            guard opened.report.anchoredSize != nil || options.acceptMissingAnchor else {
                throw VaultError(
                    .integrity, "the anchor is missing: a cut or rolled-back ledger would go unseen")
            }
            (ledger, done) = (opened.ledger, opened.report.doneThrough)
        }
        let file = try editions.settle(named: memory.manifest, key.record, paths)
        let keyring = try key.open(file, in: arena)
        let charter = before.hash == file.charter.hash ? before : try CharterChoice.load(file.charter)
        let stores = try storage.open(paths.directory, keyring.vault, false)
        let fields = try Fields(
            keyring, destroyed: memory.surelyDestroyed(log: log), from: random, in: arena,
            try VaultMemory.pool())
        memory.settle(through: done)
        let vault = Vault(
            VaultParts(
                paths: paths, time: time, random: random, arena: arena, fields: fields, stores: stores,
                ledger: ledger,
                log: log, memory: memory, lock: lock, charter: charter))
        try await vault.recover(doneThrough: done)
        try vault.writeCustodyRecord()
        return vault
    }

    /// Learns what other processes' logs say; those are read, never written.
    private static func others(
        _ file: KeyringFile, _ paths: Paths, than own: UInt16, watching secrets: Set<FieldPath>
    ) throws -> Memory {
        var memory = Memory(watching: secrets)
        for (log, bytes) in file.manifest.ledgers.sorted(by: { $0.key < $1.key }) where log != own {
            let name = LogName(vault: file.manifest.vault, log: log)
            let directory = LogDirectory(vault: paths.directory, name: name)
            guard let key = PublicKey(bytes: bytes).map({ LogKey(name: name, key: $0) }) else { continue }
            let anchor = anchor(file.configuration.anchor, name)
            guard directory.exists else {
                try checkNeverRan(key, anchor)
                continue
            }
            let report = LedgerVerifier.verify(directory, key: key, anchor: anchor)
            guard report.isWhole else {
                throw VaultError(.integrity, "the ledger of another process is damaged")
            }
            var reader = try LedgerReader(directory, through: report.size)
            while let row = try reader.next() {
                memory.learn(row.entry, sequence: row.sequence, at: row.time, log: log, own: false)
            }
        }
        return memory
    }

    /// A process that never ran has no log; the log of one that did is known to its anchor.
    static func checkNeverRan(_ key: LogKey, _ anchor: Anchor) throws(VaultError) {
        let known: Checkpoint?
        do throws(AnchorFault) { known = try anchor.checkpoint(by: key) } catch {
            throw VaultError(.integrity, "an anchor cannot be read, or is another log's")
        }
        guard known == nil else { throw VaultError(.integrity, "the ledger of another process is missing") }
    }

    static func anchor(_ directory: String, _ name: LogName) -> Anchor {
        Anchor(path: "\(directory)/\(name.vault)/\(name.digits)")
    }
}
