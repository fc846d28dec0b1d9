import CSodium
package import CofferModel

/// An Ed25519 key pair (RFC 8032) whose seed lives in the locked arena.
package struct SigningKey: ~Copyable, Sendable {
    /// Bytes of a signature.
    package static let signatureBytes = 64

    /// What verifies the signatures.
    package let publicKey: PublicKey

    private let seed: SecretKey

    /// Draws a new pair.
    ///
    /// - Parameters:
    ///   - random: Where the seed's bits come from.
    ///   - arena: Where the seed lives.
    /// - Throws: ``ArenaError/exhausted`` when no slot is free.
    package init(random: some RandomSource, in arena: KeyArena) throws(ArenaError) {
        self.init(seed: try SecretKey(random: random, in: arena))
    }

    /// Takes a seed that was kept.
    package init(seed: consuming SecretKey) {
        publicKey = unsafe PublicKey(exactly: Self.withExpanded(seed) { unsafe Array($0[64...]) })
        self.seed = seed
    }

    /// The 64-byte signature over a message, the same each time.
    package borrowing func sign(_ message: [UInt8]) -> [UInt8] {
        unsafe Self.withExpanded(seed) { pair in
            unsafe [UInt8](unsafeUninitializedCapacity: Self.signatureBytes) { out, count in
                let status = unsafe crypto_sign_detached(
                    out.octets, nil, message, UInt64(message.count), pair.octets)
                precondition(status == 0, "Ed25519 cannot fail to sign")
                count = Self.signatureBytes
            }
        }
    }

    /// Lends the seed, to be wrapped.
    ///
    /// - Parameter body: Wraps the seed.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    package borrowing func withSeed<Result, Failure: Error>(
        _ body: (borrowing SecretKey) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(seed)
    }

    /// Expands the seed on the stack for one call (secret 64, public 32), and wipes it.
    private static func withExpanded<Result>(
        _ seed: borrowing SecretKey, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        unsafe withUnsafeTemporaryAllocation(byteCount: 96, alignment: 16) { pair in
            defer { unsafe sodium_memzero(pair.baseAddress, pair.count) }
            unsafe seed.withBytes { seed in
                _ = unsafe crypto_sign_seed_keypair(pair.octets + 64, pair.octets, seed.octets)
            }
            return unsafe body(UnsafeRawBufferPointer(pair))
        }
    }
}
