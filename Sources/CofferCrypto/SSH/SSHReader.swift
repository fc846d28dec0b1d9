import CofferModel

/// The parts of SSH's messages and keys (RFC 4251 §5), one after another.
struct SSHReader: ~Copyable {
    private let whole: WipedBytes
    private var place: Int

    /// Begins behind a mark.
    init(_ whole: WipedBytes, behind mark: [UInt8]) {
        self.whole = whole
        place = mark.count
    }

    var isAtEnd: Bool { place == whole.bytes.count }

    /// How much was read.
    var offset: Int { place }

    /// What was not read yet.
    var remainder: ArraySlice<UInt8> { whole.bytes[place...] }

    mutating func number() throws(BadValue) -> Int {
        guard whole.bytes.count - place >= 4 else { throw BadValue("ssh_key.form") }
        defer { place += 4 }
        return whole.bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }

    /// Bytes with their length before them.
    mutating func string() throws(BadValue) -> [UInt8] {
        let count = try number()
        guard count <= whole.bytes.count - place else { throw BadValue("ssh_key.form") }
        defer { place += count }
        return Array(whole.bytes[place..<place + count])
    }

    mutating func text() throws(BadValue) -> String {
        guard let text = String(validating: try string(), as: UTF8.self) else {
            throw BadValue("ssh_key.form")
        }
        return text
    }

    /// A positive number, big-endian and in its shortest form, without the zero before a high bit.
    mutating func positive() throws(BadValue) -> [UInt8] {
        let bytes = try string()
        guard let first = bytes.first, first < 128 else { throw BadValue("ssh_key.form") }
        guard first == 0 else { return bytes }
        guard bytes.count > 1, bytes[1] >= 128 else { throw BadValue("ssh_key.form") }
        return Array(bytes.dropFirst())
    }

    /// A part that must be these very bytes.
    mutating func expect(_ bytes: [UInt8]) throws(BadValue) {
        guard try string() == bytes else { throw BadValue("ssh_key.form") }
    }
}

/// Writes what ``SSHReader`` reads.
enum SSHWriter {
    static func string(_ bytes: some Collection<UInt8>) -> [UInt8] {
        BigEndian.bytes(UInt32(bytes.count)) + bytes
    }

    static func positive(_ bytes: [UInt8]) -> [UInt8] {
        string((bytes.first ?? 0) >= 128 ? [0] + bytes : bytes)
    }
}
