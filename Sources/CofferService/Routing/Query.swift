import CofferModel

/// The query of a request: each name once, none empty.
struct Query: Hashable, Sendable {
    private let values: [String: String]

    /// Reads what stands after the question mark.
    ///
    /// - Parameters:
    ///   - text: the query; nil when there is none.
    ///   - names: the names that the route knows.
    /// - Throws: `usage` for anything else.
    init(_ text: Substring?, names: Set<String>) throws(VaultError) {
        var values: [String: String] = [:]
        for pair in text?.split(separator: "&", omittingEmptySubsequences: false) ?? [] {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // Names are written plainly; only values may be percent-encoded.
            guard parts.count == 2, names.contains(String(parts[0])), values[String(parts[0])] == nil else {
                throw VaultError(.usage, rule: "query.name")
            }
            guard let value = Self.decoded(parts[1]) else { throw VaultError(.badValue, rule: "query.value") }
            values[String(parts[0])] = value
        }
        self.values = values
    }

    /// A value, if it was given.
    subscript(name: String) -> String? { values[name] }

    /// Undoes percent-encoding (RFC 3986 §2.1); a plus sign stays one.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hex), let low = rest.popFirst().flatMap(hex) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 >= 32 && $0 != 127 }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
