package import CofferModel

/// A certificate that was read whole and strictly (RFC 5280); whether anyone trusts it is another question.
package struct X509Certificate: Hashable, Sendable {
    /// Its bytes, in DER.
    package let der: [UInt8]
    /// SHA-256 of the bytes.
    package let fingerprint: Digest
    /// The serial number in lower-case hexadecimal, two digits a byte, `-` before a negative one.
    package let serial: String
    /// Whose it is, as RFC 4514 writes it, UTF-8 unescaped.
    package let subject: String
    /// Who issued it, as RFC 4514 writes it, UTF-8 unescaped.
    package let issuer: String
    /// Names of hosts, addresses, e-mail addresses and URIs, in their order; other kinds are left out.
    package let alternativeNames: [String]
    /// From when it is valid.
    package let notBefore: Timestamp
    /// Until when it is valid.
    package let notAfter: Timestamp
    /// `EC-P-256`, `RSA-2048`, `Ed25519`; for what OpenSSL does not know, the algorithm's number.
    package let keyType: String
    /// SHA-256 of the SubjectPublicKeyInfo, the point of a curve uncompressed: the same for every certificate of a key.
    package let keyHash: Digest
    /// By what it is signed: `ecdsa-with-SHA256`, `RSA-SHA256`; else the algorithm's number.
    package let signature: String
    /// What makes it weak on any day.
    package let weaknesses: [Weakness]

    /// Reads DER, which must end where the certificate ends.
    ///
    /// - Parameter der: At most 64 KiB.
    /// - Throws: ``BadValue`` with a rule `certificate.…`.
    package init(der: [UInt8]) throws(BadValue) {
        self = try ParsedCertificate(der: der).described(der)
    }

    /// Reads PEM that holds exactly one certificate and no other block.
    ///
    /// - Parameter pem: At most 64 KiB.
    /// - Throws: ``BadValue`` with a rule `certificate.…`.
    package init(pem: [UInt8]) throws(BadValue) {
        let chain = try Self.chain(pem: pem)
        guard let only = chain.first, chain.count == 1 else { throw BadValue("certificate.one") }
        self = only
    }

    /// Reads PEM that holds one or more certificates and no other block.
    ///
    /// - Parameter pem: At most 64 KiB, and 16 certificates.
    /// - Returns: The certificates in their order.
    /// - Throws: ``BadValue`` with a rule `certificate.…`.
    package static func chain(pem: [UInt8]) throws(BadValue) -> [X509Certificate] {
        let blocks = unsafe pem.withUnsafeBytes { pem in
            Result { () throws(BadValue) in unsafe try certificateBlocks(pem) }
        }
        var chain: [X509Certificate] = []
        for der in try blocks.get() { chain.append(try X509Certificate(der: der)) }
        return chain
    }

    /// The certificate as PEM, with lines of 64 characters.
    package var pem: String { PEMText.of("CERTIFICATE", der) }

    /// Checks that another certificate vouches for this one; whether anybody trusts that one, and dates, are not asked.
    ///
    /// - Parameter issuer: who is said to have signed it.
    /// - Throws: ``BadValue`` with `certificate_chain.order`, `.authority` or `.signature`.
    package func checkIssued(by issuer: X509Certificate) throws(BadValue) {
        let mine = try ParsedCertificate(der: der)
        let other = try ParsedCertificate(der: issuer.der)
        guard mine.names(issuer: other) else { throw BadValue("certificate_chain.order") }
        guard mine.allows(issuer: other) else { throw BadValue("certificate_chain.authority") }
        guard mine.isSigned(by: other) else { throw BadValue("certificate_chain.signature") }
    }

    private static func certificateBlocks(_ pem: UnsafeRawBufferPointer) throws(BadValue) -> [[UInt8]] {
        guard unsafe PEM.blockCount(pem) <= Limits.certificatesOfFile else {
            throw BadValue("certificate.chain")
        }
        var blocks: [[UInt8]] = []
        unsafe try PEM.forEachBlock(pem, "certificate.pem", headed: "certificate.pem") {
            (name, der) throws(BadValue) in
            guard name == "CERTIFICATE" else { throw BadValue("certificate.pem") }
            blocks.append(unsafe Array(der))
        }
        return blocks
    }

    init(
        der: [UInt8], serial: String, subject: String, issuer: String, alternativeNames: [String],
        notBefore: Timestamp, notAfter: Timestamp, keyType: String, keyHash: Digest, signature: String,
        weaknesses: [Weakness]
    ) {
        self.der = der
        fingerprint = SHA256.hash(der)
        self.serial = serial
        self.subject = subject
        self.issuer = issuer
        self.alternativeNames = alternativeNames
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.keyType = keyType
        self.keyHash = keyHash
        self.signature = signature
        self.weaknesses = weaknesses
    }
}
