package import CofferCrypto
package import CofferModel
import Glibc

/// A file that holds one key in the clear: the root key, or a process's role key (docs/formats/key-file.md).
///
/// 56 bytes: `CFKF`, version 1, kind, two zero bytes, the vault's id, the key. The key goes between the file
/// and locked memory without a stop elsewhere.
package struct KeyFile: ~Copyable {
    /// What the key in a file is.
    package enum Kind: UInt8, Sendable {
        case root = 1
        case role = 2
    }

    /// The vault the key belongs to.
    package let vault: VaultID
    /// The key.
    package let key: SecretKey

    private static let magic = Array("CFKF".utf8)
    private static let headBytes = 24

    /// Reads a key file that only its owner can reach.
    ///
    /// - Parameters:
    ///   - path: the file, mode 0600 or less, ours, not a symbolic link, in a directory of mode 0700 or less.
    ///   - kind: what the key must be.
    ///   - isCredential: whether the service manager put it there: then it may be root's, opened to us by an access
    ///     list, which shows as a right of the group.
    ///   - arena: where the key goes.
    /// - Returns: the key and whose it is.
    /// - Throws: ``CustodyError``.
    package static func read(
        _ path: String, kind: Kind, isCredential: Bool = false, in arena: KeyArena
    ) throws(CustodyError) -> KeyFile {
        let file = try PrivateFile.open(path)
        defer { close(file) }
        try PrivateFile.checkReach(
            file, path, isCredential: isCredential, directory: isCredential ? 0o037 : 0o077)
        var head = [UInt8](repeating: 0, count: Self.headBytes)
        guard
            unsafe head.withUnsafeMutableBytes({ unsafe Glibc.read(file, $0.baseAddress, $0.count) })
                == head.count,
            head.starts(with: Self.magic + [1, kind.rawValue, 0, 0]), let vault = VaultID(bytes: head[8...])
        else { throw .notAKeyFile }
        let key = unsafe try SecretKey(in: arena, otherwise: { _ in CustodyError.memory }) {
            buffer throws(CustodyError) in
            var extra: UInt8 = 0
            guard unsafe Glibc.read(file, buffer.baseAddress, buffer.count) == buffer.count,
                unsafe Glibc.read(file, &extra, 1) == 0
            else { throw CustodyError.notAKeyFile }
        }
        return KeyFile(vault: vault, key: key)
    }

    /// Reads a key file's bytes that somebody brought.
    ///
    /// - Parameters:
    ///   - bytes: the 56 bytes, in locked memory; wiping them is the caller's part.
    ///   - kind: what the key must be.
    ///   - arena: where the key goes.
    /// - Throws: `notAKeyFile`, or `memory`.
    package init(
        reading bytes: borrowing LockedBuffer, kind: Kind, in arena: KeyArena
    ) throws(CustodyError) {
        guard bytes.count == Self.headBytes + SecretKey.byteCount else { throw .notAKeyFile }
        let head = unsafe bytes.withBytes(0..<Self.headBytes) { unsafe Array($0) }
        guard head.starts(with: Self.magic + [1, kind.rawValue, 0, 0]), let vault = VaultID(bytes: head[8...])
        else { throw .notAKeyFile }
        let key = unsafe try bytes.withBytes(Self.headBytes..<bytes.count) { (key) throws(CustodyError) in
            try CustodyError.memory { () throws(ArenaError) in unsafe try SecretKey(copying: key, in: arena) }
        }
        self.init(vault: vault, key: key)
    }

    /// Gives the key away; what is left of the file is gone.
    package consuming func takeKey() -> SecretKey { key }

    private init(vault: VaultID, key: consuming SecretKey) {
        self.vault = vault
        self.key = key
    }

    /// Writes a new key file with mode 0600; nothing is overwritten.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - kind: what it is.
    ///   - vault: whose it is.
    ///   - path: where; its directory should have mode 0700.
    /// - Throws: ``CustodyError`` when the file exists or cannot be made durable.
    package static func write(
        _ key: borrowing SecretKey, kind: Kind, vault: VaultID, to path: String
    ) throws(CustodyError) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .file(.init(call: "open", number: errno)) }
        defer { close(file) }
        let head = Self.head(kind, of: vault)
        let first = unsafe head.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
        let second = unsafe key.withBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
        guard first == head.count, second == SecretKey.byteCount, fsync(file) == 0 else {
            throw .file(.init(call: "write", number: errno))
        }
    }

    /// What stands before the key.
    package static func head(_ kind: Kind, of vault: VaultID) -> [UInt8] {
        magic + [1, kind.rawValue, 0, 0] + vault.bytes
    }
}
