import CofferForms

/// What a text says once its encodings are undone.
enum Decoded {
    /// The text itself, with its escapes undone up to three times over, and what base64 and hex in it hold.
    static func layers(of text: String) -> [String] {
        var layers = [text]
        for _ in 0..<3 {
            guard let last = layers.last else { break }
            let plain = Escapes.undone(last)
            guard plain != last else { break }
            layers.append(plain)
        }
        let ends = layers.count > 1 ? [layers[0], layers[layers.count - 1]] : layers
        let held = ends.flatMap { base64($0) + hexadecimal($0) }.filter { !$0.isEmpty }
        return layers
            + held.flatMap { inner in
                let plain = Escapes.undone(inner)
                return plain == inner ? [inner] : [inner, plain]
            }
    }

    /// What the base64 runs of a text hold, read from each of the four places where a group can begin.
    ///
    /// White space inside a run is skipped, as mail wraps lines; both alphabets of RFC 4648 are read.
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
    /// White space, colons and hyphens inside a run are skipped.
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

    private static func runs(in text: String, atLeast least: Int, value: (UInt8) -> UInt8?) -> [[UInt8]] {
        var runs: [[UInt8]] = []
        var run: [UInt8] = []
        for byte in text.utf8 where byte != 32 && byte != 10 && byte != 13 && byte != 9 {
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
