/// What runs of eight hexadecimal digits or more hold.
///
/// Colons and hyphens inside a run are passed over, and so are `0x` and `\x`; white space too, in a second
/// reading.
enum HexRuns {
    private static let least = 8

    /// The texts in the runs, from each of the two places where a byte can begin; none that is empty.
    static func texts(in text: [UInt8]) -> [[UInt8]] {
        let (bytes, kinds) = (text.span, kinds)
        let kind = kinds.span
        precondition(kind.count == 256)
        var texts: [[UInt8]] = [[], []]
        // A run of so many bytes has one at a multiple of that many: the others need not be looked at, nor
        // blocks without any.
        var at = 0
        while true {
            at = Blocks.skip(bytes, from: at) { distanceFromDigit($0) }
            guard at < bytes.count else { break }
            let block = min(at + Blocks.size, bytes.count)
            while at < block, !isLong(bytes, kind, at) { at += least }
            guard at < block else { continue }
            var (start, end, digits) = (at, at, 0)
            while start > 0, kind[Int(bytes[start - 1])] != 0 { start -= 1 }
            end = start
            while end < bytes.count, kind[Int(bytes[end])] != 0 {
                digits += kind[Int(bytes[end])] == digit ? 1 : 0
                end += 1
            }
            if digits >= least {
                let run = bytes.extracting(start..<end)
                read(run, overSpace: false, into: &texts)
                read(run, overSpace: true, into: &texts)
            }
            at = end
        }
        return texts.filter { !$0.isEmpty }
    }

    /// 0 for hexadecimal digits, and some signs that are none.
    @inline(__always)
    private static func distanceFromDigit(_ byte: UInt8) -> UInt8 {
        min(byte & 0xF0 ^ 0x30, byte & 0xD8 ^ 0x40)
    }

    /// Whether a run around a place may be long enough: it has the next four bytes, or the four before.
    @inline(__always)
    private static func isLong(_ bytes: Span<UInt8>, _ kind: Span<UInt8>, _ at: Int) -> Bool {
        guard kind[Int(bytes[at])] != 0 else { return false }
        let isAfter = at + 4 < bytes.count && isRun(bytes.extracting((at + 1)...(at + 4)), kind)
        return isAfter || at >= 4 && isRun(bytes.extracting((at - 4)..<at), kind)
    }

    /// Whether each of four bytes may be in a run; without a branch, as in ordinary text each may or may not.
    @inline(__always)
    private static func isRun(_ four: Span<UInt8>, _ kind: Span<UInt8>) -> Bool {
        kind[Int(four[0])] & kind[Int(four[1])] & kind[Int(four[2])] & kind[Int(four[3])] != 0
    }

    private static let digit: UInt8 = 3

    /// Digits, and what may stand between them; the two have a bit in common.
    private static let kinds: [UInt8] = (0..<256).map { value in
        let byte = UInt8(value)
        let isBetween = Bytes.isSpace(byte) || ":-\\x".utf8.contains(byte)
        return Bytes.hexValue(byte) != nil ? digit : isBetween ? 2 : 0
    }

    private static func read(_ bytes: Span<UInt8>, overSpace: Bool, into texts: inout [[UInt8]]) {
        var digits: [UInt8] = []
        for place in bytes.indices {
            if let value = Bytes.hexValue(bytes[place]) {
                digits.append(value)
            } else if bytes[place] == UInt8(ascii: "x") {
                // The x of 0x and of \x; any other ends a run.
                if place > 0, bytes[place - 1] == 48 {
                    digits.removeLast()
                } else if place == 0 || bytes[place - 1] != UInt8(ascii: "\\") {
                    decode(&digits, into: &texts)
                }
            } else if !overSpace, Bytes.isSpace(bytes[place]) {
                decode(&digits, into: &texts)
            }
        }
        decode(&digits, into: &texts)
    }

    private static func decode(_ digits: inout [UInt8], into texts: inout [[UInt8]]) {
        defer { digits.removeAll(keepingCapacity: true) }
        guard digits.count >= least else { return }
        for phase in 0..<2 {
            let plain = stride(from: phase, to: digits.count - 1, by: 2).map {
                digits[$0] << 4 | digits[$0 + 1]
            }.filter { $0 != 0 }
            if Readable.mayShow(plain.span) { Readable.append(plain.span, to: &texts[phase]) }
        }
    }
}
