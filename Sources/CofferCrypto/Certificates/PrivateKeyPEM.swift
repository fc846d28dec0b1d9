package import CofferModel

/// A private key as customers hand it over: one block of PEM, unencrypted.
package enum PrivateKeyPEM {
    /// Checks that the text is one whole private key, whose parts belong together.
    ///
    /// - Parameter pem: PKCS#8 (`PRIVATE KEY`), or the older `RSA PRIVATE KEY` and `EC PRIVATE KEY`; at most 64 KiB.
    /// - Throws: ``BadValue`` with a rule `private_key.…`.
    package static func check(_ pem: UnsafeRawBufferPointer) throws(BadValue) {
        _ = unsafe try ParsedPrivateKey(pem: pem)
    }
}
