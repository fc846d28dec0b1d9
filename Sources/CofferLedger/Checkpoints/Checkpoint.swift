import CofferCrypto
package import CofferModel

/// The state of a log at one size: what the log's key signs (C2SP tlog-checkpoint).
package struct Checkpoint: Hashable, Sendable {
    /// The log.
    package let name: LogName
    /// The number of rows, which is also the number of the last.
    package let size: UInt64
    /// The root of their Merkle tree.
    package let root: Digest
    /// The highest row of which, and of all before it, the stores hold what it intended; 0 for none.
    package let doneThrough: UInt64

    /// Describes a log's state.
    package init(name: LogName, size: UInt64, root: Digest, doneThrough: UInt64) {
        self.name = name
        self.size = size
        self.root = root
        self.doneThrough = doneThrough
    }

    /// The text that is signed: origin, size, root and the extension line `done n`, a line each.
    var text: [UInt8] {
        Array("\(name)\n\(size)\n\(Base64.encode(root.bytes))\ndone \(doneThrough)\n".utf8)
    }

    /// The signed note: the text, an empty line, and the signature line.
    func signed(by signer: borrowing SigningKey, as key: LogKey) -> [UInt8] {
        let signature = Base64.encode(key.keyID + signer.sign(text))
        return text + Array("\n— \(name) \(signature)\n".utf8)
    }

    /// Reads a signed note of the log, and nothing else: six lines, one signature, by this key.
    ///
    /// - Parameters:
    ///   - note: the note's bytes, up to and with its last newline.
    ///   - key: the log and its key.
    package init?(verifying note: [UInt8], by key: LogKey) {
        let lines = note.split(separator: 10, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard lines.count == Self.lines + 1, lines[0] == key.name.description,
            let size = UInt64(lines[1]),
            let root = Base64.decode(lines[2].utf8).flatMap({ Digest(bytes: $0) }),
            lines[3].hasPrefix("done "), let done = UInt64(lines[3].dropFirst(5)), done <= size
        else { return nil }
        self.init(name: key.name, size: size, root: root, doneThrough: done)
        let prefix = "— \(name) "
        guard lines[5].hasPrefix(prefix), let signed = Base64.decode(lines[5].dropFirst(prefix.count).utf8),
            signed.count == 4 + SigningKey.signatureBytes, signed.starts(with: key.keyID),
            note == text + Array("\n\(lines[5])\n".utf8)
        else { return nil }
        guard key.key.verifies(signature: signed.dropFirst(4), of: text) else { return nil }
    }

    /// The lines of a note.
    static let lines = 6
    /// More bytes than any note has.
    static let mostBytes = 512
}
