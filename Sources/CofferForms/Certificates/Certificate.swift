import CofferCrypto
package import CofferModel

/// X.509 certificates (RFC 5280), typed as PEM and kept as DER.
enum Certificate {
    /// The DER of the one certificate that stands in PEM (RFC 7468 §5).
    static func canonical(_ input: String) throws(BadValue) -> [UInt8] {
        try X509Certificate(pem: Array(input.utf8)).der
    }

    /// The DER of 1...8 certificates in PEM, one after another, in the order given.
    static func canonicalChain(_ input: String) throws(BadValue) -> [UInt8] {
        let chain = try X509Certificate.chain(pem: Array(input.utf8))
        guard 1...8 ~= chain.count else { throw BadValue("certificate_chain.length") }
        return chain.flatMap(\.der)
    }

    /// SHA-256 of a certificate's DER, 32 bytes.
    static func fingerprint(ofDER der: [UInt8]) -> [UInt8] { SHA256.hash(der).bytes }
}

/// What a certificate says of itself, for the fields of a class that are not typed but derived.
package enum CertificateFields {
    /// The fields `serial`, `subject`, `san`, `issuer`, `not_before`, `not_after` and `fingerprint`.
    ///
    /// Each is an input that ``Canonical`` takes: hexadecimal text, RFC 4514 names, an array of names (absent
    /// when there are none), moments, hexadecimal text.
    ///
    /// - Parameter der: the canonical bytes of a certificate.
    /// - Returns: the fields by name.
    /// - Throws: the rule that refuses the bytes.
    package static func derived(from der: [UInt8]) throws(BadValue) -> [String: JSON] {
        let certificate = try X509Certificate(der: der)
        var fields: [String: JSON] = [
            "serial": .string(certificate.serial),
            "subject": .string(certificate.subject),
            "issuer": .string(certificate.issuer),
            "not_before": .string(certificate.notBefore.description),
            "not_after": .string(certificate.notAfter.description),
            "fingerprint": .string(certificate.fingerprint.description),
        ]
        if !certificate.alternativeNames.isEmpty {
            fields["san"] = .array(certificate.alternativeNames.map { .string($0) })
        }
        return fields
    }
}
