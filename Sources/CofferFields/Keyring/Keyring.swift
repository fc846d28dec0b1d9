package import CofferCrypto
package import CofferModel

/// The keys that this process holds, and the edition of the keyring they came from.
///
/// Opened with the root key it holds all of them and can publish the next edition; opened with a role key it holds
/// what that role was granted, and nothing can give it more. Immutable: the next edition is another value.
package final class Keyring: Sendable {
    /// The edition this was opened from.
    package let file: KeyringFile
    /// The process it was opened for, or nil for the root key.
    package let role: Manifest.Role?
    private let keys: [KeyUse: [HeldKey]]
    private let root: Root?

    /// What only the holder of the root key has.
    final class Root: Sendable {
        let wrapping: SecretKey
        init(_ wrapping: consuming SecretKey) { self.wrapping = wrapping }
    }

    init(file: KeyringFile, keys: [HeldKey], role: Manifest.Role?, root: Root?) {
        self.file = file
        self.role = role
        self.root = root
        self.keys = Dictionary(grouping: keys, by: \.record.use)
            .mapValues { $0.sorted { $0.record.version < $1.record.version } }
    }

    /// The vault.
    package var vault: VaultID { file.manifest.vault }

    /// The public key that manifests are verified with; only the holder of the root key derives it.
    package var manifestKey: PublicKey? {
        newest(.manifest).flatMap { try? $0.signer().publicKey }
    }

    /// Whether this process may publish the next edition.
    package var holdsRoot: Bool { root != nil }

    var all: [HeldKey] { keys.values.flatMap { $0 } }

    /// The newest active key for a use, if this process holds one.
    package func newest(_ use: KeyUse) -> HeldKey? { keys[use]?.last { $0.record.state == .active } }

    /// The key that a header names, if this process holds it.
    package func key(_ use: KeyUse, version: UInt16) -> HeldKey? {
        keys[use]?.first { $0.record.version == version }
    }

    /// Every generation of an index key that is still looked up.
    package func generations(_ use: KeyUse) -> [HeldKey] { keys[use] ?? [] }

    /// Opens a keyring with the root key: every wrapped key, each checked against the manifest.
    ///
    /// - Parameters:
    ///   - file: the edition.
    ///   - key: the root key.
    ///   - arena: where the keys go.
    /// - Returns: the keyring with all its keys.
    /// - Throws: ``CustodyError``.
    package static func open(
        _ file: KeyringFile, root key: borrowing SecretKey, in arena: KeyArena
    ) throws(CustodyError) -> Keyring {
        let vault = file.manifest.vault
        let wrapping = try CustodyError.memory { () throws(ArenaError) in
            try Derive.keyringKey(root: key, vault: vault, in: arena)
        }
        let zeros = try CustodyError.memory { () throws(ArenaError) in try SecretKey.zeros(in: arena) }
        var held: [HeldKey] = []
        for record in file.manifest.keys {
            guard let sealed = file.wrapped[record.id] else { throw .keyring(.shape) }
            let unwrapped: SecretKey
            do {
                unwrapped = try SealedValue.openKey(
                    sealed, under: wrapping, versions: 1...UInt16.max, scope: zeros,
                    context: HeldKey.context(record, vault: vault), in: arena)
            } catch { throw error == .cannotOpen ? .wrongKey : .memory }
            held.append(try HeldKey(checking: unwrapped, record, vault: vault))
        }
        return Keyring(file: file, keys: held, role: nil, root: Root(wrapping))
    }

    /// Opens a keyring with a role key: exactly the keys that were granted to it.
    ///
    /// - Parameters:
    ///   - file: the edition.
    ///   - key: the process's private key.
    ///   - arena: where the keys go.
    /// - Returns: the keyring with the granted keys.
    /// - Throws: ``CustodyError/keyring(_:)`` for a grant that is not the key the manifest lists.
    package static func open(
        _ file: KeyringFile, role key: borrowing SecretKey, in arena: KeyArena
    ) throws(CustodyError) -> Keyring {
        let publicKey = SealedBox.publicKey(of: key)
        guard let role = file.manifest.roles.first(where: { $0.publicKey == publicKey }) else {
            throw .keyring(.unknownRole)
        }
        let records = Dictionary(uniqueKeysWithValues: file.manifest.keys.map { ($0.id, $0) })
        var held: [HeldKey] = []
        for (id, box) in file.grants[role.name] ?? [:] {
            guard let record = records[id] else { throw .keyring(.grants) }
            let unwrapped: SecretKey
            do { unwrapped = try SealedBox.open(box, with: key, in: arena) } catch {
                throw error == .cannotOpen ? .keyring(.grants) : .memory
            }
            held.append(try HeldKey(checking: unwrapped, record, vault: file.manifest.vault))
        }
        return Keyring(file: file, keys: held, role: role, root: nil)
    }

    /// The key that signs one log's checkpoints, if this process holds it.
    package func ledgerSigner(_ log: UInt16) throws(CustodyError) -> SigningKey? {
        guard let held = newest(.ledger(log)) else { return nil }
        return try held.signer()
    }

    /// What wraps new keys; only with the root key.
    var wrapping: Root? { root }
}
