/// Reads the digits of a text alone, whatever stands between them.
enum DigitReader {
    /// At most so many digits come from one block.
    private static let mostOfBlock = Blocks.size * TextReader.mostOfOne

    /// Reads the digits of a text as ASCII, until there may be too many.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - place: where to begin; gets where it ended.
    ///   - digits: gets the digits.
    ///   - count: how many digits there are already.
    ///   - most: how many there may be.
    /// - Returns: how many there are now.
    static func read(
        _ bytes: Span<UInt8>, from place: inout Int, into digits: inout MutableSpan<UInt64>, after count: Int,
        most: Int
    ) -> Int {
        let table = kinds
        let kinds = table.span
        precondition(kinds.count == 256)
        var (at, count) = (place, count)
        while at < bytes.count, count + mostOfBlock <= most {
            at = Blocks.skip(bytes, from: at) { distanceFromDigit($0) }
            let end = min(at + Blocks.size, bytes.count)
            while at < end {
                let byte = bytes[at]
                let kind = kinds[Int(byte)]
                if kind == Self.other {
                    at += read(bytes, at, into: &digits, after: &count)
                } else {
                    // Every byte is written, and what is no digit written over: digits are hard to foresee.
                    digits[count] = UInt64(byte)
                    count &+= Int(kind)
                    at &+= 1
                }
            }
        }
        place = at
        return count
    }

    /// The digits of a scalar; how many bytes it has.
    @inline(never)
    private static func read(
        _ bytes: Span<UInt8>, _ at: Int, into digits: inout MutableSpan<UInt64>, after count: inout Int
    ) -> Int {
        let (value, length) = UTF8Scalar.read(bytes, at: at)
        let place = Glyphs.place(of: value)
        if let place, !hasDigits[place] { return length }
        guard let scalar = Unicode.Scalar(value) else { return length }
        let glyphs = place.map { Glyphs.spelled[$0] } ?? Glyphs.all(of: scalar)
        for glyph in glyphs.prefix(TextReader.mostOfOne) where isDigit(glyph) {
            digits[count] = 47 + glyph >> Symbol.digitShift & 0xF
            count += 1
        }
        return length
    }

    private static let hasDigits = Glyphs.spelled.map { $0.contains { isDigit($0) } }

    private static func isDigit(_ glyph: UInt64) -> Bool {
        glyph >> GlyphKind.shift == GlyphKind.symbol && glyph >> Symbol.digitShift & 0xF > 0
    }

    /// What is added to the count.
    private static let ascii: UInt8 = 1
    /// It may begin a digit that is not ASCII: superscripts, and scripts after Hebrew.
    private static let other: UInt8 = 2
    private static let kinds: [UInt8] = (0..<256).map {
        Bytes.isDigit(UInt8($0)) ? ascii : $0 == 0xC2 || $0 >= 0xD8 ? other : 0
    }

    /// 0 for what is something in ``kinds``.
    @inline(__always)
    private static func distanceFromDigit(_ byte: UInt8) -> UInt8 {
        let ascii = max(byte &- 48, 9) &- 9
        return min(min(ascii, byte ^ 0xC2), min(byte & 0xF8 ^ 0xD8, byte & 0xE0 ^ 0xE0))
    }
}
