import CofferCrypto
package import CofferModel

/// X.509 certificates (RFC 5280), typed as PEM and kept as DER.
enum Certificate {
    /// The DER of the one certificate that stands in PEM (RFC 7468 §5).
    static func canonical(_ input: String) throws(BadValue) -> [UInt8] {
        try X509Certificate(pem: Array(input.utf8)).der
    }

    /// The DER of 1...8 certificates in PEM, one after another, each vouched for by the next.
    static func canonicalChain(_ input: String) throws(BadValue) -> [UInt8] {
        let chain = try X509Certificate.chain(pem: Array(input.utf8))
        guard 1...8 ~= chain.count else { throw BadValue("certificate_chain.length") }
        for (one, next) in zip(chain, chain.dropFirst()) { try one.checkIssued(by: next) }
        return chain.flatMap(\.der)
    }

    /// SHA-256 of a certificate's DER, 32 bytes.
    static func fingerprint(ofDER der: [UInt8]) -> [UInt8] { SHA256.hash(der).bytes }
}

/// What certificates and keys say of themselves, for the fields of a class that are not typed but derived.
package enum CertificateFields {
    /// The fields that can be read out of a value, by name.
    ///
    /// Each is an input that ``Canonical`` takes. A certificate has `serial`, `subject`, `san` (absent when there are no
    /// names), `issuer`, `not_before`, `not_after`, `fingerprint`, `key_type`, `key_hash`, `signature` and `weakness`
    /// (absent when there is none); a private key `key_hash`, the same as its certificate's.
    ///
    /// - Parameters:
    ///   - canonical: the canonical bytes of a certificate or private key.
    ///   - type: which of both; of other types nothing can be read.
    ///   - now: the time, for what has expired.
    /// - Returns: the fields by name.
    /// - Throws: the rule that refuses the bytes.
    package static func derived(
        from canonical: [UInt8], as type: FieldType, at now: Timestamp
    ) throws(BadValue) -> [String: JSON] {
        switch type {
        case .certificate: fields(of: try X509Certificate(der: canonical), at: now)
        case .privateKey: ["key_hash": .string(try PrivateKeyForm.keyHash(of: canonical).description)]
        default: [:]
        }
    }

    /// Checks that a chain vouches for a certificate: it begins with it, or with who signed it.
    ///
    /// - Parameters:
    ///   - chain: the canonical bytes of a chain.
    ///   - certificate: the canonical bytes of a certificate.
    /// - Throws: ``BadValue`` with a rule `certificate_chain.…`.
    package static func check(chain: [UInt8], of certificate: [UInt8]) throws(BadValue) {
        guard let first = DER.elements(of: chain).first else { throw BadValue("certificate_chain.length") }
        guard first != certificate else { return }
        try X509Certificate(der: certificate).checkIssued(by: try X509Certificate(der: first))
    }

    private static func fields(of certificate: X509Certificate, at now: Timestamp) -> [String: JSON] {
        var fields: [String: JSON] = [
            "serial": .string(certificate.serial),
            "subject": .string(certificate.subject),
            "issuer": .string(certificate.issuer),
            "not_before": .string(certificate.notBefore.description),
            "not_after": .string(certificate.notAfter.description),
            "fingerprint": .string(certificate.fingerprint.description),
            "key_type": .string(certificate.keyType),
            "key_hash": .string(certificate.keyHash.description),
            "signature": .string(certificate.signature),
        ]
        if !certificate.alternativeNames.isEmpty {
            fields["san"] = .array(certificate.alternativeNames.map { .string($0) })
        }
        let weaknesses = certificate.weaknesses + (certificate.notAfter < now ? [.expired] : [])
        if !weaknesses.isEmpty { fields["weakness"] = .array(weaknesses.map { .string($0.rawValue) }) }
        return fields
    }
}
