import CSodium

/// A key sealed to a role's public key: libsodium's anonymous box (X25519, XSalsa20-Poly1305).
///
/// Anyone can make one, so an opened key counts only when it matches its key check in the manifest.
package enum SealedBox {
    /// Bytes of a public key.
    package static let publicKeyBytes = 32
    /// Bytes of a sealed key.
    package static let byteCount = 80

    /// The public key of a role's private key.
    package static func publicKey(of privateKey: borrowing SecretKey) -> [UInt8] {
        unsafe privateKey.withBytes { key in
            unsafe [UInt8](unsafeUninitializedCapacity: publicKeyBytes) { out, count in
                let status = unsafe crypto_scalarmult_base(out.octets, key.octets)
                precondition(status == 0, "X25519 has a public key for every private one")
                count = publicKeyBytes
            }
        }
    }

    /// Seals a key to a public key; nil when that is no key anyone could hold, as a point of small order.
    package static func seal(key: borrowing SecretKey, to publicKey: [UInt8]) -> [UInt8]? {
        guard publicKey.count == publicKeyBytes else { return nil }
        var sealed = [UInt8](repeating: 0, count: byteCount)
        let status = unsafe key.withBytes { key in
            unsafe crypto_box_seal(&sealed, key.octets, UInt64(key.count), publicKey)
        }
        return status == 0 ? sealed : nil
    }

    /// Opens a sealed key straight into the arena.
    ///
    /// - Parameters:
    ///   - sealed: The 80 bytes.
    ///   - privateKey: The role's private key.
    ///   - arena: Where the opened key lives.
    /// - Returns: The opened key, of which nothing yet says who sealed it.
    /// - Throws: ``KeyNotOpened``.
    package static func open(
        _ sealed: some Collection<UInt8>, with privateKey: borrowing SecretKey, in arena: KeyArena
    ) throws(KeyNotOpened) -> SecretKey {
        guard sealed.count == byteCount else { throw .cannotOpen }
        let (bytes, publicKey) = (Array(sealed), publicKey(of: privateKey))
        return unsafe try SecretKey(in: arena, otherwise: { .noRoom($0) }) { (out) throws(KeyNotOpened) in
            let status = unsafe privateKey.withBytes { key in
                unsafe crypto_box_seal_open(out.octets, bytes, UInt64(byteCount), publicKey, key.octets)
            }
            guard status == 0 else { throw .cannotOpen }
        }
    }
}
