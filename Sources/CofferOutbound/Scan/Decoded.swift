import CofferModel

/// What a text says once its encodings are undone.
struct Decoded {
    /// The text itself, and with its escapes undone up to three times over.
    let plain: [String]
    /// What base64 and hexadecimal in it hold; of ordinary text, scraps.
    let held: [String]

    init(_ text: String) {
        var layers = [text]
        for _ in 0..<3 {
            guard let last = layers.last else { break }
            let plain = Escapes.undone(last)
            guard plain != last else { break }
            layers.append(plain)
        }
        plain = layers
        let ends = Set([layers[0], layers[layers.count - 1]])
        let inner = Set(ends.flatMap { Self.base64($0) + Self.hexadecimal($0) }).filter { !$0.isEmpty }
        held = inner.union(inner.map { Escapes.undone($0) }).sorted()
    }

    /// What the base64 runs of a text hold, read from each of the four places where a group can begin.
    ///
    /// Both alphabets of RFC 4648 are read.
    private static func base64(_ text: String) -> [String] {
        let runs = runs(in: text, atLeast: 6) { byte in
            switch byte {
            case 65...90: byte - 65
            case 97...122: byte - 71
            case 48...57: byte + 4
            case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
            default: nil
            }
        }
        return (0..<4).map { start in
            runs.map { run in readable(bytes(of: run.dropFirst(start), bitsEach: 6)) }.joined(separator: "\n")
        }
    }

    /// What the hexadecimal runs of a text hold, read from each of the two places where a byte can begin.
    ///
    /// Colons and hyphens inside a run are skipped.
    private static func hexadecimal(_ text: String) -> [String] {
        let plain = text.replacing(":", with: "").replacing("-", with: "").replacing("0x", with: "")
            .replacing("\\x", with: "")
        let runs = runs(in: plain, atLeast: 8) { byte in
            switch byte {
            case 48...57: byte - 48
            case 65...70: byte - 55
            case 97...102: byte - 87
            default: nil
            }
        }
        return (0..<2).map { start in
            runs.map { run in readable(bytes(of: run.dropFirst(start), bitsEach: 4)) }.joined(separator: "\n")
        }
    }

    /// The runs between white space, and those that go on over it, as wrapped lines do.
    private static func runs(in text: String, atLeast least: Int, value: (UInt8) -> UInt8?) -> [[UInt8]] {
        let apart = runs(in: text, atLeast: least, overSpace: false, value: value)
        let together = runs(in: text, atLeast: least, overSpace: true, value: value)
        return apart == together ? apart : apart + together
    }

    private static func runs(
        in text: String, atLeast least: Int, overSpace: Bool, value: (UInt8) -> UInt8?
    ) -> [[UInt8]] {
        var runs: [[UInt8]] = []
        var run: [UInt8] = []
        for byte in text.utf8 {
            if overSpace, byte == 32 || 9...13 ~= byte { continue }
            if let value = value(byte) {
                run.append(value)
            } else {
                if run.count >= least { runs.append(run) }
                run = []
            }
        }
        if run.count >= least { runs.append(run) }
        return runs
    }

    private static func bytes(of values: ArraySlice<UInt8>, bitsEach: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var (bits, count) = (0, 0)
        for value in values {
            bits = (bits << bitsEach | Int(value)) & 0xFFFF
            count += bitsEach
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> count))
            }
        }
        return bytes
    }

    /// The stretches of at least three bytes that read as text, each on a line.
    ///
    /// Zero bytes are dropped first, so that Latin in UTF-16 is read too.
    private static func readable(_ bytes: [UInt8]) -> String {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        for scalar in String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self).unicodeScalars {
            if scalar.isPrintable, scalar != "\u{FFFD}" {
                line.append(scalar)
            } else {
                if line.count > 2 { lines.append(String(line)) }
                line = String.UnicodeScalarView()
            }
        }
        if line.count > 2 { lines.append(String(line)) }
        return lines.joined(separator: "\n")
    }
}
