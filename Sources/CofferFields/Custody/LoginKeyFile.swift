package import CofferCrypto
package import CofferModel

/// A person's second factor: a signing key that only his passphrase opens (docs/formats/key-file.md).
///
/// `CFKF`, version 1, kind 3, two zero bytes, the vault's id, the person's id, memory in KiB and passes of Argon2id,
/// four bytes each, its salt of 16 bytes, and the key sealed as kind 3 under what the passphrase derives: 144 bytes.
package enum LoginKeyFile {
    private static let head = Array("CFKF".utf8) + [1, 3, 0, 0]
    private static let bytes = 8 + 16 + 16 + 8 + 16 + SealedValue.sealedKeyBytes

    /// Makes a key, writes its file, and answers the public half.
    ///
    /// - Parameters:
    ///   - path: the file; nothing is overwritten.
    ///   - passphrase: 12...1,024 bytes; wiping it is the caller's part.
    ///   - vault: the vault.
    ///   - actor: the person.
    ///   - random: where key and salt come from.
    ///   - arena: where the key lives meanwhile.
    /// - Returns: the public key.
    /// - Throws: ``CustodyError``; `wrongKey` for a passphrase that is too short or long.
    package static func create(
        _ path: String, passphrase: UnsafeRawBufferPointer, vault: VaultID, actor: ActorID,
        from random: some RandomSource, in arena: KeyArena
    ) throws(CustodyError) -> PublicKey {
        guard 12...1024 ~= passphrase.count else { throw .wrongKey }
        let salt = random.bytes(16)
        guard let parameters = Argon2id.Parameters.usual(salt: salt) else { throw .wrongKey }
        let key = try CustodyError.memory { () throws(ArenaError) in try SecretKey(random: random, in: arena)
        }
        let signer = SigningKey(
            seed: try CustodyError.memory { () throws(ArenaError) in try key.duplicate() })
        let wrapping = try unsafe derive(passphrase, parameters, in: arena)
        let zeros = try CustodyError.memory { () throws(ArenaError) in try SecretKey.zeros(in: arena) }
        let sealed = Sealer(random: random).seal(
            key: key, under: wrapping, version: 1, scope: zeros, context: context(vault, actor))
        let file =
            head + vault.bytes + actor.bytes + BigEndian.bytes(parameters.memory)
            + BigEndian.bytes(parameters.passes) + salt + sealed
        do {
            guard try DurableFile.read(path, limit: 0) == nil else { throw CustodyError.taken }
            try DurableFile.write(file, to: path)
        } catch let error as DurableFile.Failure {
            throw error.call == "limit" ? .taken : .file(error)
        } catch { throw .taken }
        return signer.publicKey
    }

    /// Opens a key with its passphrase.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - passphrase: as it was chosen; wiping it is the caller's part.
    ///   - vault: the vault it must be for.
    ///   - actor: the person it must be of.
    ///   - arena: where the key lives meanwhile.
    /// - Returns: the key, to sign one challenge.
    /// - Throws: ``CustodyError``.
    package static func open(
        _ path: String, passphrase: UnsafeRawBufferPointer, vault: VaultID, actor: ActorID, in arena: KeyArena
    ) throws(CustodyError) -> SigningKey {
        let file: [UInt8]?
        do { file = try DurableFile.read(path, limit: bytes) } catch { throw .file(error) }
        guard let file else { throw .missing }
        guard file.count == bytes, file.starts(with: head) else { throw .notAKeyFile }
        guard VaultID(bytes: file[8..<24]) == vault, ActorID(bytes: file[24..<40]) == actor else {
            throw .otherVault
        }
        guard let memory = BigEndian.value(file[40..<44], as: UInt32.self),
            let passes = BigEndian.value(file[44..<48], as: UInt32.self),
            let parameters = Argon2id.Parameters(memory: memory, passes: passes, salt: Array(file[48..<64]))
        else { throw .notAKeyFile }
        let wrapping = try unsafe derive(passphrase, parameters, in: arena)
        let zeros = try CustodyError.memory { () throws(ArenaError) in try SecretKey.zeros(in: arena) }
        let seed = try opened(file[64...], wrapping, zeros, context(vault, actor), arena)
        return SigningKey(seed: seed)
    }

    private static func opened(
        _ sealed: ArraySlice<UInt8>, _ wrapping: borrowing SecretKey, _ zeros: borrowing SecretKey,
        _ context: SealingContext, _ arena: KeyArena
    ) throws(CustodyError) -> SecretKey {
        do throws(KeyNotOpened) {
            return try SealedValue.openKey(
                sealed, under: wrapping, versions: 1...1, scope: zeros, context: context, in: arena)
        } catch { throw .wrongKey }
    }

    private static func derive(
        _ passphrase: UnsafeRawBufferPointer, _ parameters: Argon2id.Parameters, in arena: KeyArena
    ) throws(CustodyError) -> SecretKey {
        do throws(Argon2id.Failure) {
            return unsafe try Argon2id.rootKey(passphrase: passphrase, parameters: parameters, in: arena)
        } catch { throw error == .passphrase ? .wrongKey : .memory }
    }

    /// A keyring key has no subject: with the person's id in that place, neither opens as the other.
    private static func context(_ vault: VaultID, _ actor: ActorID) -> SealingContext {
        SealingContext(
            kind: .keyringKey, vault: vault, ofClass: 0, field: 0, subject: actor.bits, record: 0, revision: 1
        )
    }
}
