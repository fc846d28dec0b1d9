import CofferModel

/// Bodies as lines of at most 76 characters of ASCII, whatever they hold (RFC 2045 §6).
enum TransferEncoding {
    /// A text in the shorter of the two encodings, with its name; its last line is ended too.
    static func text(_ text: String) -> (name: String, lines: [UInt8]) {
        let text = text.hasSuffix("\n") ? text : text + "\n"
        let lines = Array(text.replacing("\n", with: "\r\n").utf8)
        let readable = quoted(text)
        let packed = base64(lines)
        return readable.count <= packed.count ? ("quoted-printable", readable) : ("base64", packed)
    }

    /// Base64, 76 characters a line (RFC 2045 §6.8).
    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 57 * 78 + 78)
        for start in stride(from: 0, to: bytes.count, by: 57) {
            out += Base64.encode(Array(bytes[start..<min(start + 57, bytes.count)])).utf8
            out += [13, 10]
        }
        return out
    }

    /// Quoted-printable (RFC 2045 §6.7) of lines that each have their newline; what does not show is escaped.
    private static func quoted(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        for line in text.utf8.dropLast().split(separator: 10, omittingEmptySubsequences: false) {
            var width = 0
            var left = line.count
            for byte in line {
                left -= 1
                let shows = 33...126 ~= byte && byte != UInt8(ascii: "=") || byte == 32 && left > 0
                let unit = shows ? [byte] : Array("=\(Hex.encode([byte]).uppercased())".utf8)
                if width + unit.count > (left == 0 ? 76 : 75) {
                    out += Array("=\r\n".utf8)
                    width = 0
                }
                out += unit
                width += unit.count
            }
            out += [13, 10]
        }
        return out
    }
}
