/// The text form of certificates (RFC 7468 §2).
enum PEM {
    /// The DER of a certificate between its two lines, 64 characters a line.
    static func certificate(_ der: some Collection<UInt8>) -> String {
        let body = Array(Base64.encode(der))
        let lines = stride(from: 0, to: body.count, by: 64)
            .map { String(decoding: body[$0..<min($0 + 64, body.count)], as: UTF8.self) + "\n" }
        return "-----BEGIN CERTIFICATE-----\n" + lines.joined() + "-----END CERTIFICATE-----\n"
    }
}

/// Base64 of RFC 4648 §4.
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Encodes with padding.
    static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var rest = bytes[...]
        while !rest.isEmpty {
            let group = Array(rest.prefix(3))
            rest = rest.dropFirst(3)
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                let symbol = alphabet[bits >> (18 - 6 * place) & 63]
                out.append(place <= group.count ? symbol : UInt8(ascii: "="))
            }
        }
        return out
    }
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
