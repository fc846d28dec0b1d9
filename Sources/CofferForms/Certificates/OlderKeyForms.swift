import CofferCrypto

/// A private key as older programs write it, for whoever looks for it in a text: RSA by PKCS#1 (RFC 8017 §A.1.2), curves by
/// SEC 1 (RFC 5915).
package enum OlderKeyForms {
    private static let rsa: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
    private static let curve: [UInt8] = [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]

    /// The lines of base64 that stand in such files, those of each form in order.
    ///
    /// - Parameter der: the key as it is kept, PKCS#8 in DER.
    /// - Returns: none for keys that have no older form.
    package static func lines(ofPKCS8 der: [UInt8]) -> [String] {
        forms(ofPKCS8: der).flatMap { PEMText.lines($0, width: 64) }
    }

    private static func forms(ofPKCS8 der: [UInt8]) -> [[UInt8]] {
        // PrivateKeyInfo: version, algorithm, key.
        let parts = DER.elements(of: DER.content(of: der))
        guard parts.count >= 3 else { return [] }
        let algorithm = DER.elements(of: DER.content(of: parts[1]))
        let inner = DER.content(of: parts[2])
        switch algorithm.first {
        case rsa: return [inner]
        case curve:
            // ECPrivateKey: version, secret, then the curve, which PKCS#8 has elsewhere, and the point.
            let members = DER.elements(of: DER.content(of: inner))
            guard members.count >= 2, algorithm.count == 2 else { return [inner] }
            let named = members[..<2] + [DER.element(0xA0, algorithm[1])] + members[2...]
            return [inner, DER.element(0x30, Array(named.joined()))]
        default: return []
        }
    }
}
