import CSodium
package import CofferModel

/// SHA-256 (FIPS 180-4), whole or in parts.
///
/// For what is public: fingerprints, rows, trees; never for keys.
package struct SHA256: Sendable {
    private var state = crypto_hash_sha256_state()

    /// Starts with nothing hashed.
    package init() { unsafe crypto_hash_sha256_init(&state) }

    /// Hashes more bytes.
    package mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Hashes more bytes.
    package mutating func update(_ bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Hashes more bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard unsafe !bytes.isEmpty else { return }
        unsafe crypto_hash_sha256_update(&state, bytes.octets, UInt64(bytes.count))
    }

    /// The digest of all so far; more may still be hashed afterwards.
    package func digest() -> Digest {
        var last = state
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 32) { out, count in
            unsafe crypto_hash_sha256_final(&last, out.octets)
            count = 32
        }
        return Digest(exactly: bytes)
    }

    /// The digest of the parts, one after another.
    package static func hash(_ parts: [UInt8]...) -> Digest {
        var hash = SHA256()
        for part in parts { hash.update(part) }
        return hash.digest()
    }

    /// The digest of bytes in place.
    package static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
        var hash = SHA256()
        unsafe hash.update(bytes)
        return hash.digest()
    }
}

extension Digest {
    /// Takes bytes that a hash has just made.
    init(exactly bytes: [UInt8]) {
        guard let digest = Digest(bytes: bytes) else { preconditionFailure("a digest has 32 bytes") }
        self = digest
    }
}
