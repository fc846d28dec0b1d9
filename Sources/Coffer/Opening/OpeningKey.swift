import CofferCrypto
import CofferFields
import CofferModel

/// A root key in memory; a class, because it is handed on with the vault's id.
final class RootKey: Sendable {
    let key: SecretKey

    init(_ key: consuming SecretKey) { self.key = key }

    convenience init(_ file: consuming KeyFile) { self.init(file.takeKey()) }
}

/// The key a process opens a vault with, and what stood beside it.
struct OpeningKey: Sendable {
    let record: CustodyRecord
    private let key: RootKey
    private let isRoot: Bool

    init(
        _ paths: Paths, _ custody: Custody, _ options: OpenOptions, in arena: KeyArena
    ) throws(CustodyError) {
        let vault: VaultID
        let recordPath: String
        switch custody {
        case .root: (vault, key) = try Self.read(paths.rootKey, .root, isCredential: false, in: arena)
        case .rootFile(let path): (vault, key) = try Self.read(path, .root, isCredential: true, in: arena)
        case .key(let given): (vault, key) = (given.vault, given.key)
        case .role(let path): (vault, key) = try Self.read(path, .role, isCredential: false, in: arena)
        }
        if case .role(let path) = custody {
            (recordPath, isRoot) = (Self.recordPath(beside: path), false)
        } else {
            (recordPath, isRoot) = (paths.custodyRecord, true)
        }
        try ExampleKeys.refuse(key.key, allowed: options.allowExampleKeys)
        record = try CustodyRecord(reading: recordPath)
        guard record.vault == vault else { throw .otherVault }
    }

    private static func read(
        _ path: String, _ kind: KeyFile.Kind, isCredential: Bool, in arena: KeyArena
    ) throws(CustodyError) -> (VaultID, RootKey) {
        let file = try KeyFile.read(path, kind: kind, isCredential: isCredential, in: arena)
        let vault = file.vault
        return (vault, RootKey(file))
    }

    /// A role key's record lies beside it, under the key file's name and `.json`.
    static func recordPath(beside path: String) -> String { path + ".json" }

    func open(_ file: KeyringFile, in arena: KeyArena) throws(CustodyError) -> Keyring {
        guard file.manifest.vault == record.vault else { throw .keyring(.vault) }
        return isRoot
            ? try Keyring.open(file, root: key.key, in: arena)
            : try Keyring.open(file, role: key.key, in: arena)
    }
}

/// The keyring on disk, and a newer one that a crash may have left beside it.
struct Editions: Sendable {
    private let current: KeyringFile
    private let next: KeyringFile?

    init(_ paths: Paths, signedBy key: PublicKey) throws(CustodyError) {
        guard let current = try Self.read(paths.keyring, key) else { throw .missing }
        self.current = current
        // A file that is not whole, or does not follow this one, was never named by the ledger: it is removed
        // below, and nothing in it is believed until then.
        next = (try? Self.read(paths.newKeyring, key)).flatMap { $0?.extends(current) == true ? $0 : nil }
    }

    /// The newer of both: it holds at least the keys that reading the ledger takes.
    var newest: KeyringFile { next ?? current }

    /// The edition that the ledger names; a half-done publication is finished or undone.
    func settle(
        named hash: Digest?, _ custody: CustodyRecord, _ paths: Paths
    ) throws(CustodyError) -> KeyringFile {
        let file: KeyringFile
        do {
            if let next, next.hash == hash {
                try DurableFile.rename(paths.newKeyring, to: paths.keyring)
                file = next
            } else {
                try DurableFile.remove(paths.newKeyring)
                file = current
            }
        } catch { throw .file(error) }
        guard file.hash == hash else { throw .keyring(.rolledBack) }
        guard file.manifest.number >= custody.manifestNumber,
            file.manifest.number > custody.manifestNumber || file.hash == custody.manifestHash
        else { throw .keyring(.rolledBack) }
        return file
    }

    private static func read(_ path: String, _ key: PublicKey) throws(CustodyError) -> KeyringFile? {
        let bytes: [UInt8]?
        do { bytes = try DurableFile.read(path, limit: Limits.keyringBytes) } catch { throw .file(error) }
        guard let bytes else { return nil }
        return try KeyringFile(reading: bytes, signedBy: key)
    }
}

extension KeyringFile {
    /// Whether this is the very next edition.
    fileprivate func extends(_ other: KeyringFile) -> Bool {
        manifest.number == other.manifest.number + 1 && manifest.previous == other.hash
    }
}
