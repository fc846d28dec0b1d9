package import CofferModel

/// What one file of PEM holds, before it is known what belongs together.
package struct KeyParts: ~Copyable {
    /// Its certificates, in the order of the file.
    package let certificates: [X509Certificate]
    /// What the certificate's ``X509Certificate/keyHash`` is of its private key, if it has one.
    package let keyHash: Digest?
    /// Its private key as PEM, PKCS#8 without a passphrase.
    package let privateKey: String?

    /// Reads PEM of certificates in any order, and at most one private key.
    ///
    /// - Parameters:
    ///   - pem: At most 64 KiB.
    ///   - passphrase: for a key that is encrypted, as ``KeyBundle/init(pem:passphrase:)`` has it; who calls wipes it.
    /// - Throws: ``BadValue`` with a rule `certificate.…` or `private_key.…`.
    package init(pem: [UInt8], passphrase: [UInt8]?) throws(BadValue) {
        let blocks = unsafe pem.withUnsafeBytes { pem in
            Result { () throws(BadValue) in unsafe try KeyBundle.blocks(pem, passphrase) }
        }
        let found = try blocks.get()
        let all = try KeyBundle.certificates(found.certificates)
        let key = try found.key.map { (der) throws(BadValue) in try Self.read(der.bytes) }
        certificates = all
        keyHash = key?.hash
        privateKey = key?.pem
    }

    private static func read(_ der: [UInt8]) throws(BadValue) -> (hash: Digest, pem: String) {
        let form = try PrivateKeyForm(der: der)
        return (form.keyHash, form.pem)
    }
}
