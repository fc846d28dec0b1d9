import CSodium

/// Argon2id, version 1.3 (RFC 9106): from a passphrase to the root key.
package enum Argon2id {
    /// Bytes of the salt.
    package static let saltBytes = 16

    /// How costly a guess is; stands in the custody header.
    package struct Parameters: Hashable, Sendable {
        /// Memory in KiB: 65,536...1,048,576 (64 MiB to 1 GiB).
        package let memory: UInt32
        /// Passes over it: 2...64.
        package let passes: UInt32
        /// 16 bytes, drawn anew for each passphrase.
        package let salt: [UInt8]

        /// Takes what the header says, else nil: out of bounds is too cheap for safety or too dear to serve.
        package init?(memory: UInt32, passes: UInt32, salt: [UInt8]) {
            guard 65_536...1_048_576 ~= memory, 2...64 ~= passes, salt.count == saltBytes else { return nil }
            self.memory = memory
            self.passes = passes
            self.salt = salt
        }

        /// What new custody files get: 256 MiB, 3 passes.
        package static func usual(salt: [UInt8]) -> Parameters? {
            Parameters(memory: 262_144, passes: 3, salt: salt)
        }
    }

    /// Why no key came of a passphrase.
    package enum Failure: Error, Hashable {
        /// The system has not the memory that the parameters ask for.
        case noMemory
        /// The arena has no room for the key.
        case noRoom(ArenaError)
        /// An empty passphrase, or one of more than 1,024 bytes.
        case passphrase
    }

    /// Derives the root key; takes about a second by intent.
    ///
    /// - Parameters:
    ///   - passphrase: 1...1,024 bytes; wiping them is the caller's part.
    ///   - parameters: From the custody header.
    ///   - arena: Where the key lives.
    /// - Returns: The root key; whether it is the right one shows when the keyring opens.
    /// - Throws: ``Failure``.
    package static func rootKey(
        passphrase: UnsafeRawBufferPointer, parameters: Parameters, in arena: KeyArena
    ) throws(Failure) -> SecretKey {
        guard 1...1024 ~= passphrase.count else { throw .passphrase }
        return unsafe try SecretKey(in: arena, otherwise: { .noRoom($0) }) { (out) throws(Failure) in
            let text = unsafe UnsafeRawPointer(passphrase.octets).assumingMemoryBound(to: CChar.self)
            let status = unsafe crypto_pwhash_argon2id(
                out.octets, UInt64(out.count), text, UInt64(passphrase.count), parameters.salt,
                UInt64(parameters.passes), Int(parameters.memory) * 1024, crypto_pwhash_ALG_ARGON2ID13)
            guard status == 0 else { throw .noMemory }
        }
    }
}
