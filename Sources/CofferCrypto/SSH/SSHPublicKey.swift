import COpenSSL
package import CofferModel

/// A public key as SSH has it: Ed25519 (RFC 8709), ECDSA over a curve of NIST (RFC 5656), or RSA (RFC 4253 §6.6).
package struct SSHPublicKey: Hashable, Sendable {
    /// Its algorithm, as `ssh-ed25519` or `ecdsa-sha2-nistp256`.
    package let algorithm: String
    /// What stands in base64 on the key's line.
    package let blob: [UInt8]

    /// Reads the blob, which must end where the key ends.
    ///
    /// - Parameter blob: at most 16 KiB.
    /// - Throws: ``BadValue`` with a rule `ssh_key.…`.
    package init(blob: [UInt8]) throws(BadValue) {
        guard blob.count <= Limits.valueBytes else { throw BadValue("ssh_key.size") }
        var reader = SSHReader(WipedBytes(blob), behind: [])
        algorithm = try reader.text()
        switch algorithm {
        case "ssh-ed25519":
            guard try reader.string().count == 32 else { throw BadValue("ssh_key.form") }
        case "ssh-rsa":
            let (exponent, modulus) = (try reader.positive(), try reader.positive())
            try Self.checkRSA(exponent, modulus)
        default:
            guard let curve = SSHCurve(algorithm: algorithm) else { throw BadValue("ssh_key.algorithm") }
            try reader.expect(Array(curve.name.utf8))
            guard curve.contains(try reader.string()) else { throw BadValue("ssh_key.point") }
        }
        guard reader.isAtEnd else { throw BadValue("ssh_key.form") }
        self.blob = blob
    }

    /// A modulus of 1,024...16,384 bits, an odd exponent of 3 or more and at most 64 bits.
    private static func checkRSA(_ exponent: [UInt8], _ modulus: [UInt8]) throws(BadValue) {
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        guard 1024...16_384 ~= bits else { throw BadValue("ssh_key.size") }
        let isOdd = { (bytes: [UInt8]) in bytes.last.map { $0 & 1 == 1 } ?? false }
        guard exponent.count <= 8, exponent != [1], isOdd(exponent), isOdd(modulus) else {
            throw BadValue("ssh_key.form")
        }
    }
}
