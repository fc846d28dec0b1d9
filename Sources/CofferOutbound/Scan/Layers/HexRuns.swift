/// What runs of eight hexadecimal digits or more hold.
///
/// Colons and hyphens inside a run are passed over, and so are `0x` and `\x`; white space too, in a second reading.
enum HexRuns {
    /// The texts in the runs, from each of the two places where a byte can begin; none that is empty.
    static func texts(in text: [UInt8]) -> [[UInt8]] {
        var texts: [[UInt8]] = [[], []]
        read(text, overSpace: false, into: &texts)
        read(text, overSpace: true, into: &texts)
        return texts.filter { !$0.isEmpty }
    }

    private static func read(_ text: [UInt8], overSpace: Bool, into texts: inout [[UInt8]]) {
        let bytes = text.span
        var (start, digits) = (0, 0)
        for place in bytes.indices {
            let byte = bytes[place]
            if kinds[Int(byte)] == digit {
                if digits == 0 { start = place }
                digits += 1
            } else if digits > 0, !isInside(bytes, place, overSpace) {
                if digits >= 8 { decode(bytes.extracting(start..<place), into: &texts) }
                digits = 0
            }
        }
        if digits >= 8 { decode(bytes.extracting(start..<bytes.count), into: &texts) }
    }

    private static let digit: UInt8 = 1

    private static let kinds: [UInt8] = (0..<256).map { Bytes.hexValue(UInt8($0)) == nil ? 0 : digit }

    private static func isInside(_ bytes: Span<UInt8>, _ place: Int, _ overSpace: Bool) -> Bool {
        switch bytes[place] {
        case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "\\"): true
        case UInt8(ascii: "x"):
            place > 0 && (bytes[place - 1] == 48 || bytes[place - 1] == UInt8(ascii: "\\"))
        case let byte: overSpace && Bytes.isSpace(byte)
        }
    }

    private static func decode(_ run: Span<UInt8>, into texts: inout [[UInt8]]) {
        var digits: [UInt8] = []
        for place in run.indices {
            if run[place] == UInt8(ascii: "x"), place > 0, run[place - 1] == 48 {
                digits.removeLast()
            } else if let value = Bytes.hexValue(run[place]) {
                digits.append(value)
            }
        }
        for phase in 0..<2 {
            let plain = stride(from: phase, to: digits.count - 1, by: 2).map {
                digits[$0] << 4 | digits[$0 + 1]
            }
            Readable.append(plain, to: &texts[phase])
        }
    }
}
