import COpenSSL
package import CofferModel

/// A private key as OpenSSH writes it (PROTOCOL.key of OpenSSH), in one form: one key, no passphrase, no comment.
///
/// The array is ordinary memory: who holds one sees to its end.
package struct SSHPrivateKey: ~Copyable {
    /// What stands in base64 between its two lines.
    package let bytes: [UInt8]
    /// Its public half.
    package let publicKey: SSHPublicKey

    private static let mark = Array("openssh-key-v1\0".utf8)
    private static let none = Array("none".utf8)

    /// Reads one block of PEM, `OPENSSH PRIVATE KEY`.
    ///
    /// - Parameter pem: At most 64 KiB.
    /// - Throws: ``BadValue`` with a rule `ssh_key.…`.
    package init(pem: UnsafeRawBufferPointer) throws(BadValue) {
        var found: [UInt8]?
        unsafe try PEM.forEachBlock(pem, "ssh_key.pem", headed: "ssh_key.pem") {
            (name, block) throws(BadValue) in
            guard name == "OPENSSH PRIVATE KEY", found == nil else { throw BadValue("ssh_key.pem") }
            found = unsafe Array(block)
        }
        guard let found else { throw BadValue("ssh_key.pem") }
        try self.init(bytes: found)
    }

    /// Reads what stands in base64.
    ///
    /// - Parameter bytes: At most 16 KiB.
    /// - Throws: ``BadValue`` with a rule `ssh_key.…`.
    package init(bytes: [UInt8]) throws(BadValue) {
        guard bytes.count <= Limits.valueBytes else { throw BadValue("ssh_key.size") }
        guard bytes.starts(with: Self.mark) else { throw BadValue("ssh_key.form") }
        var reader = SSHReader(bytes.dropFirst(Self.mark.count))
        guard try reader.string() == Self.none else { throw BadValue("ssh_key.encrypted") }
        try reader.expect(Self.none)
        try reader.expect([])
        guard try reader.number() == 1 else { throw BadValue("ssh_key.form") }
        let publicKey = try SSHPublicKey(blob: reader.string())
        let section = try reader.string()
        guard reader.isAtEnd else { throw BadValue("ssh_key.form") }
        let parts = try Self.parts(of: section, publicKey)
        (self.bytes, self.publicKey) = (Self.written(publicKey, parts), publicKey)
    }

    /// The private parts as they stand between the check numbers and the comment.
    private static func parts(of section: [UInt8], _ key: SSHPublicKey) throws(BadValue) -> [UInt8] {
        var reader = SSHReader(section)
        guard try reader.number() == reader.number(), section.count.isMultiple(of: 8) else {
            throw BadValue("ssh_key.form")
        }
        let start = section.count - reader.remainder.count
        guard try reader.text() == key.algorithm else { throw BadValue("ssh_key.pair") }
        switch key.algorithm {
        case "ssh-ed25519": try SSHPair.checkEdwards(&reader, key)
        case "ssh-rsa": try SSHPair.checkRSA(&reader, key)
        default: try SSHPair.checkCurve(&reader, key)
        }
        let end = section.count - reader.remainder.count
        _ = try reader.string()
        let padding = reader.remainder
        guard padding.count < 8, zip(padding, 1...8).allSatisfy({ Int($0) == $1 }) else {
            throw BadValue("ssh_key.form")
        }
        return Array(section[start..<end])
    }

    /// The whole key; its check numbers, which are random elsewhere, follow from it, so that one key has one form.
    private static func written(_ key: SSHPublicKey, _ parts: [UInt8]) -> [UInt8] {
        let check = SHA256.hash(key.blob).bytes.prefix(4)
        var section = check + check + parts + SSHWriter.string([])
        var next: UInt8 = 1
        while !section.count.isMultiple(of: 8) {
            section.append(next)
            next += 1
        }
        return mark + SSHWriter.string(none) + SSHWriter.string(none) + SSHWriter.string([])
            + BigEndian.bytes(UInt32(1)) + SSHWriter.string(key.blob) + SSHWriter.string(section)
    }
}
