package import CofferModel

/// A private key that was read whole, in the one form in which it is kept.
///
/// However it came, the same key has the same bytes: PKCS#8 (RFC 5958) in DER, unencrypted, without attributes, of an
/// elliptic curve with its public point, uncompressed. The bytes are in ordinary memory, overwritten when this ends; who takes
/// them out and keeps them sees to their end.
package struct PrivateKeyForm: ~Copyable {
    /// PKCS#8, in DER, overwritten at its end.
    let bytes: WipedBytes
    /// What its certificate's ``X509Certificate/keyHash`` is.
    package let keyHash: Digest

    /// PKCS#8, in DER.
    package var der: [UInt8] { bytes.bytes }

    /// The key as PEM.
    package var pem: String { PEMText.of("PRIVATE KEY", bytes.bytes) }

    /// Reads one block of PEM: PKCS#8 (`PRIVATE KEY`), or the older `RSA PRIVATE KEY` and `EC PRIVATE KEY`.
    ///
    /// `EC PARAMETERS` before an `EC PRIVATE KEY`, as OpenSSL writes them, are passed over: the key names its curve.
    ///
    /// - Parameter pem: At most 64 KiB.
    /// - Throws: ``BadValue`` with a rule `private_key.…`.
    package init(pem: UnsafeRawBufferPointer) throws(BadValue) {
        let key = unsafe try ParsedPrivateKey(pem: pem)
        (bytes, keyHash) = (try key.pkcs8(), try key.publicHash())
    }

    /// Reads DER, which must end where the key ends.
    ///
    /// - Parameter der: PKCS#8, or one of the older forms.
    /// - Throws: ``BadValue`` with a rule `private_key.…`.
    package init(der: [UInt8]) throws(BadValue) {
        let key = try ParsedPrivateKey(der: der)
        (bytes, keyHash) = (try key.pkcs8(), try key.publicHash())
    }

    /// What a key's ``keyHash`` is, without another copy of it.
    ///
    /// - Parameter der: as ``init(der:)`` takes it.
    /// - Returns: the hash.
    /// - Throws: ``BadValue`` with a rule `private_key.…`.
    package static func keyHash(of der: [UInt8]) throws(BadValue) -> Digest {
        try ParsedPrivateKey(der: der).publicHash()
    }
}
