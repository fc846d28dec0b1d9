import CofferCrypto
package import CofferModel

/// X.509 certificates (RFC 5280), typed as PEM and kept as DER.
enum Certificate {
    /// The DER of one certificate in PEM (RFC 7468 §5), with nothing but space around it.
    static func canonical(_ input: String) throws(BadValue) -> [UInt8] {
        guard let blocks = PEM.blocks(unix(input), label: "CERTIFICATE"), blocks.count == 1 else {
            throw BadValue("certificate.pem")
        }
        return try X509Certificate(pem: Array(blocks[0].utf8)).der
    }

    /// The DER of 1...8 certificates in PEM, one after another, in the order given.
    static func canonicalChain(_ input: String) throws(BadValue) -> [UInt8] {
        guard let blocks = PEM.blocks(unix(input), label: "CERTIFICATE") else {
            throw BadValue("certificate.pem")
        }
        guard 1...8 ~= blocks.count else { throw BadValue("certificate_chain.length") }
        var der: [UInt8] = []
        for block in blocks { der += try X509Certificate(pem: Array(block.utf8)).der }
        return der
    }

    /// SHA-256 of a certificate's DER, 32 bytes.
    static func fingerprint(ofDER der: [UInt8]) -> [UInt8] { SHA256.hash(der).bytes }

    /// Text with lines that end in a newline alone.
    static func unix(_ text: String) -> String { text.replacing("\r\n", with: "\n") }
}

/// What a certificate says of itself, for the fields of a class that are not typed but derived.
package enum CertificateFields {
    /// The fields `serial`, `subject`, `san`, `issuer`, `not_before`, `not_after` and `fingerprint`.
    ///
    /// Each is an input that ``Canonical`` takes: hexadecimal text, RFC 4514 names, an array of names (absent when
    /// there are none), moments, hexadecimal text.
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
