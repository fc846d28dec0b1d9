import COpenSSL
package import CofferModel

/// A private key as OpenSSH writes it (PROTOCOL.key of OpenSSH), in one form: one key, no passphrase, no comment.
///
/// The bytes are in ordinary memory, overwritten when this ends; who takes them out and keeps them sees to their end.
package struct SSHPrivateKey: ~Copyable {
    private let kept: WipedBytes
    /// Its public half.
    package let publicKey: SSHPublicKey

    /// What stands in base64 between its two lines.
    package var bytes: [UInt8] { kept.bytes }

    private static let mark = Array("openssh-key-v1\0".utf8)
    private static let none = Array("none".utf8)

    /// Reads one block of PEM, `OPENSSH PRIVATE KEY`.
    ///
    /// - Parameter pem: At most 64 KiB.
    /// - Throws: ``BadValue`` with a rule `ssh_key.…`.
    package init(pem: UnsafeRawBufferPointer) throws(BadValue) {
        var found: WipedBytes?
        unsafe try PEM.forEachBlock(pem, "ssh_key.pem", headed: "ssh_key.pem") {
            (name, block) throws(BadValue) in
            guard name == "OPENSSH PRIVATE KEY", found == nil else { throw BadValue("ssh_key.pem") }
            found = unsafe WipedBytes(Array(block))
        }
        guard let found else { throw BadValue("ssh_key.pem") }
        try self.init(found)
    }

    /// Reads what stands in base64.
    ///
    /// - Parameter bytes: At most 16 KiB.
    /// - Throws: ``BadValue`` with a rule `ssh_key.…`.
    package init(bytes: [UInt8]) throws(BadValue) { try self.init(WipedBytes(bytes)) }

    private init(_ whole: WipedBytes) throws(BadValue) {
        guard whole.bytes.count <= Limits.valueBytes else { throw BadValue("ssh_key.size") }
        guard whole.bytes.starts(with: Self.mark) else { throw BadValue("ssh_key.form") }
        var reader = SSHReader(whole, behind: Self.mark)
        guard try reader.string() == Self.none else { throw BadValue("ssh_key.encrypted") }
        try reader.expect(Self.none)
        try reader.expect([])
        guard try reader.number() == 1 else { throw BadValue("ssh_key.form") }
        let publicKey = try SSHPublicKey(blob: reader.string())
        let section = WipedBytes(try reader.string())
        guard reader.isAtEnd else { throw BadValue("ssh_key.form") }
        let parts = try Self.parts(of: section, publicKey)
        kept = WipedBytes(Self.written(publicKey, section.bytes[parts]))
        self.publicKey = publicKey
    }

    /// Where the private parts stand, between the check numbers and the comment.
    private static func parts(of section: WipedBytes, _ key: SSHPublicKey) throws(BadValue) -> Range<Int> {
        var reader = SSHReader(section, behind: [])
        let (one, other) = (try reader.number(), try reader.number())
        guard one == other, section.bytes.count.isMultiple(of: 8) else { throw BadValue("ssh_key.form") }
        let start = reader.offset
        guard try reader.text() == key.algorithm else { throw BadValue("ssh_key.pair") }
        switch key.algorithm {
        case "ssh-ed25519": try SSHPair.checkEdwards(&reader, key)
        case "ssh-rsa": try SSHPair.checkRSA(&reader, key)
        default: try SSHPair.checkCurve(&reader, key)
        }
        let end = reader.offset
        _ = try reader.string()
        let padding = reader.remainder
        guard padding.count < 8, zip(padding, 1...8).allSatisfy({ Int($0) == $1 }) else {
            throw BadValue("ssh_key.form")
        }
        return start..<end
    }

    /// The whole key; its check numbers, which are random elsewhere, follow from it, so that one key has one form.
    private static func written(_ key: SSHPublicKey, _ parts: ArraySlice<UInt8>) -> [UInt8] {
        let check = Array(SHA256.hash(key.blob).bytes.prefix(4))
        // Two numbers, the parts, an empty comment; then 1, 2, 3 up to a multiple of eight.
        let bare = 2 * check.count + parts.count + 4
        let padding = (8 - bare % 8) % 8
        let head =
            mark + SSHWriter.string(none) + SSHWriter.string(none) + SSHWriter.string([])
            + BigEndian.bytes(UInt32(1)) + SSHWriter.string(key.blob)
            + BigEndian.bytes(UInt32(bare + padding))
        var whole: [UInt8] = []
        // In one piece from the start: growing leaves copies behind.
        whole.reserveCapacity(head.count + bare + padding)
        whole += head + check + check
        whole += parts
        whole += SSHWriter.string([])
        for next in 0..<padding { whole.append(UInt8(next + 1)) }
        return whole
    }
}
