import COpenSSL
package import CofferModel

/// SHA-256 (FIPS 180-4) in parts.
///
/// For what is public: fingerprints, rows, trees; never for keys. Move-only: it ends with its digest.
@safe package struct SHA256: ~Copyable {
    private let context: OpaquePointer

    /// Starts with nothing hashed.
    package init() { unsafe context = unsafe Self.newContext() }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Hashes more bytes.
    package mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe Self.update(context, $0) }
    }

    /// Hashes more bytes.
    package mutating func update(_ bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe Self.update(context, $0) }
    }

    /// Hashes more bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe Self.update(context, bytes)
    }

    /// The digest of all parts, one after another.
    package consuming func digest() -> Digest { unsafe Self.final(context) }

    /// The digest of the parts, one after another.
    package static func hash(_ parts: [UInt8]...) -> Digest {
        let context = unsafe contexts.object
        unsafe start(context)
        for part in parts { unsafe part.withUnsafeBytes { unsafe update(context, $0) } }
        return unsafe final(context)
    }

    /// The digest of bytes in place.
    package static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
        let context = unsafe contexts.object
        unsafe start(context)
        unsafe update(context, bytes)
        return unsafe final(context)
    }

    private static let contexts = unsafe PerThread(
        freeing: { context in
            if let context = unsafe context { unsafe EVP_MD_CTX_free(OpaquePointer(context)) }
        },
        { unsafe newContext() })

    private static func newContext() -> OpaquePointer {
        guard let context = unsafe EVP_MD_CTX_new(), let digest = unsafe EVP_MD_fetch(nil, "SHA256", nil),
            unsafe EVP_DigestInit_ex2(context, digest, nil) == 1
        else { preconditionFailure("OpenSSL has SHA-256 and memory for a context") }
        unsafe EVP_MD_free(digest)  // the context keeps its own
        return unsafe context
    }

    private static func start(_ context: OpaquePointer) {
        let status = unsafe EVP_DigestInit_ex2(context, nil, nil)
        precondition(status == 1, "SHA-256 starts again")
    }

    private static func update(_ context: OpaquePointer, _ bytes: UnsafeRawBufferPointer) {
        let status = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(status == 1, "SHA-256 takes any bytes")
    }

    private static func final(_ context: OpaquePointer) -> Digest {
        Digest(
            exactly: unsafe [UInt8](unsafeUninitializedCapacity: 32) { out, count in
                let status = unsafe EVP_DigestFinal_ex(context, out.octets, nil)
                precondition(status == 1, "SHA-256 has a digest")
                count = 32
            })
    }
}

extension Digest {
    /// Takes bytes that a hash has just made.
    init(exactly bytes: [UInt8]) {
        guard let digest = Digest(bytes: bytes) else { preconditionFailure("a digest has 32 bytes") }
        self = digest
    }
}
