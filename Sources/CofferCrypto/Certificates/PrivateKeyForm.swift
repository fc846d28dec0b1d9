package import CofferModel

/// A private key that was read whole, in the one form in which it is kept.
///
/// However it came, the same key has the same bytes: PKCS#8 (RFC 5958) in DER, unencrypted, without attributes, of an
/// elliptic curve with its public point, uncompressed. The array is ordinary memory: who holds one sees to its end.
package struct PrivateKeyForm: ~Copyable {
    /// PKCS#8, in DER.
    package let der: [UInt8]
    /// What its certificate's ``X509Certificate/keyHash`` is.
    package let keyHash: Digest

    /// The key as PEM.
    package var pem: String {
        guard let text = PEM.text("PRIVATE KEY", der) else { preconditionFailure("OpenSSL writes PEM") }
        return text
    }

    /// Reads one block of PEM: PKCS#8 (`PRIVATE KEY`), or the older `RSA PRIVATE KEY` and `EC PRIVATE KEY`.
    ///
    /// `EC PARAMETERS` before an `EC PRIVATE KEY`, as OpenSSL writes them, are passed over: the key names its curve.
    ///
    /// - Parameter pem: At most 64 KiB.
    /// - Throws: ``BadValue`` with a rule `private_key.…`.
    package init(pem: UnsafeRawBufferPointer) throws(BadValue) {
        let key = unsafe try ParsedPrivateKey(pem: pem)
        (der, keyHash) = (try key.pkcs8(), try key.publicHash())
    }

    /// Reads DER, which must end where the key ends.
    ///
    /// - Parameter der: PKCS#8, or one of the older forms.
    /// - Throws: ``BadValue`` with a rule `private_key.…`.
    package init(der: [UInt8]) throws(BadValue) {
        let key = try ParsedPrivateKey(der: der)
        (self.der, keyHash) = (try key.pkcs8(), try key.publicHash())
    }
}
