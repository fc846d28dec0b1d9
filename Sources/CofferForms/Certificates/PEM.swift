import CofferModel

/// The text form of certificates and keys (RFC 7468 §2).
enum PEM {
    /// Bytes between the two lines of their name, so many characters a line.
    static func text(_ name: String, _ bytes: [UInt8], width: Int = 64) -> String {
        let body = Array(Base64.encode(bytes).utf8)
        let lines = stride(from: 0, to: body.count, by: width)
            .map { String(decoding: body[$0..<min($0 + width, body.count)], as: UTF8.self) + "\n" }
        return "-----BEGIN \(name)-----\n" + lines.joined() + "-----END \(name)-----\n"
    }

    /// The DER of a certificate as text.
    static func certificate(_ der: [UInt8]) -> String { text("CERTIFICATE", der) }
}

/// Where one element of DER ends and the next begins (X.690 §8.1.3).
enum DER {
    /// The elements that stand one after another; what does not parse ends the list.
    static func elements(of bytes: [UInt8]) -> [[UInt8]] {
        var elements: [[UInt8]] = []
        var rest = bytes[...]
        while let count = length(of: rest), count <= rest.count {
            elements.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return elements
    }

    private static func length(of bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 2 else { return nil }
        let first = Int(bytes[bytes.startIndex + 1])
        guard first >= 128 else { return 2 + first }
        let size = first - 128
        guard 1...3 ~= size, bytes.count >= 2 + size else { return nil }
        return 2 + size + bytes.dropFirst(2).prefix(size).reduce(0) { $0 << 8 | Int($1) }
    }
}
