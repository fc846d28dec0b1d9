/// RFC 4648 §4, with padding, and only the canonical spelling.
package enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The text of some bytes, in one line.
    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place > group.count ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * place) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Writes the text of some bytes over the beginning of an array, and makes no other copy of it.
    ///
    /// - Parameters:
    ///   - bytes: what to write.
    ///   - text: long enough: four for three bytes or fewer.
    /// - Returns: how many were written.
    package static func write(_ bytes: UnsafeRawBufferPointer, to text: inout [UInt8]) -> Int {
        var written = 0
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var bits = 0
            for place in 0..<3 { bits = bits << 8 | (place < count ? unsafe Int(bytes[start + place]) : 0) }
            for place in 0..<4 {
                text[written + place] =
                    place > count ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * place) & 63]
            }
            written += 4
        }
        return written
    }

    /// The bytes of a text, or nil if it is not how ``encode(_:)`` would write them.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits = 0
        var held = 0
        for digit in text where digit != UInt8(ascii: "=") {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            bits = (bits << 6 | value) & 0xFFFF
            held += 6
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> held))
            }
        }
        // Loose bits, wrong padding and foreign line lengths all fail to read back.
        return encode(bytes).utf8.elementsEqual(text) ? bytes : nil
    }
}
