import CofferCrypto
import CofferFields
public import CofferModel

/// A person's login key file, used where he is: at his own process, never at the service.
///
/// docs/formats/key-file.md has the file. Passphrases are wiped before each call returns.
public enum SecondFactor {
    /// Makes a key and its file.
    ///
    /// - Parameters:
    ///   - path: the file; nothing is overwritten.
    ///   - passphrase: 12...1,024 bytes.
    ///   - vault: the vault.
    ///   - actor: the person.
    /// - Returns: the public key, 32 bytes, for ``Vault/enrolLogin(publicKey:as:)``.
    /// - Throws: `bad_value` for the passphrase, or a failure of the file.
    public static func create(
        _ path: String, passphrase: inout [UInt8], vault: VaultID, actor: ActorID
    ) throws(VaultError) -> [UInt8] {
        let made = unsafe try opened(&passphrase) { (bytes, arena) throws(CustodyError) in
            unsafe try LoginKeyFile.create(
                path, passphrase: bytes, vault: vault, actor: actor, from: SystemRandom(), in: arena
            ).bytes
        }
        switch made {
        case .success(let key): return key
        case .failure(.wrongKey): throw VaultError(.badValue, rule: "passphrase.length")
        case .failure(let error): throw error.asVaultError
        }
    }

    /// Signs a challenge.
    ///
    /// - Parameters:
    ///   - challenge: what the vault asked.
    ///   - path: the key file.
    ///   - passphrase: as it was chosen.
    /// - Returns: the signature, 64 bytes; nil when file or passphrase are wrong.
    /// - Throws: `unavailable` when there is no locked memory.
    public static func sign(
        _ challenge: LoginChallenge, with path: String, passphrase: inout [UInt8]
    ) throws(VaultError) -> [UInt8]? {
        let signed = unsafe try opened(&passphrase) { (bytes, arena) throws(CustodyError) in
            unsafe try LoginKeyFile.open(
                path, passphrase: bytes, vault: challenge.vault, actor: challenge.actor, in: arena
            ).sign(challenge.bytes)
        }
        return try? signed.get()
    }

    /// Lends a passphrase from locked memory, and an arena for the key.
    private static func opened(
        _ passphrase: inout [UInt8],
        _ body: (UnsafeRawBufferPointer, KeyArena) throws(CustodyError) -> [UInt8]
    ) throws(VaultError) -> Result<[UInt8], CustodyError> {
        defer { passphrase.wipe() }
        // More than any passphrase may have; longer ones are refused by their length.
        guard passphrase.count <= 2048 else { return .failure(.wrongKey) }
        do {
            try Crypto.start()
            let arena = try KeyArena(slots: 16)
            var buffer = try BufferPool(buffers: 1, bytesEach: 2048).take()
            try buffer.append(passphrase)
            return unsafe buffer.withBytes { bytes in
                Result { () throws(CustodyError) in unsafe try body(bytes, arena) }
            }
        } catch { throw VaultError(.unavailable, "locked memory is not to be had: see ulimit -l") }
    }
}
