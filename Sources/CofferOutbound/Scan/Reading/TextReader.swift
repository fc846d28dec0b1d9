/// Reads UTF-8 as symbols, a piece of text at a time.
///
/// What is no text reads as separators. A hyphen right before the end of a line is taken for hyphenation.
struct TextReader {
    /// At most so many symbols of one scalar are read; only words written as one sign have more.
    static let mostOfOne = 6
    /// A hyphen and then the end of a line.
    private static let hyphenation: UInt64 = 1

    /// What stood since the last symbol, as in ``Symbol/gapShift``.
    private var gap: UInt64 = 127

    /// Begins a text of its own: its first word is not the last one's rest.
    mutating func separate() { gap = 127 }

    /// Reads whole scalars.
    ///
    /// - Parameters:
    ///   - bytes: the text; a scalar cut off at the end is read as separators.
    ///   - symbols: has room for twice as many more as there are bytes, and for ``mostOfOne``.
    ///   - count: how many symbols there are already.
    /// - Returns: how many symbols there are now.
    mutating func read(_ bytes: Span<UInt8>, into symbols: inout MutableSpan<UInt64>, after count: Int) -> Int
    {
        precondition(symbols.count >= count + bytes.count * 2 + Self.mostOfOne)
        let (glyphs, gaps, marks) = (Glyphs.table, Self.gaps, Self.marks)
        let (table, join, marked) = (glyphs.span, gaps.span, marks.span)
        var (count, gap, at) = (count, gap, 0)
        // Two bytes may be read at once; the last one is read alone.
        let last = bytes.count - 1
        while at <= last {
            let lead = UInt32(bytes[at])
            let next = UInt32(bytes[at < last ? at + 1 : last])
            let isTwo = lead >= 0x80
            guard !isTwo || 0xC2..<0xD8 ~= lead && next & 0xC0 == 0x80 && at < last else {
                let (value, length) = UTF8Scalar.read(bytes, at: at)
                (count, gap) = Self.rare(value, gap, into: &symbols, after: count)
                at += length
                continue
            }
            let value = isTwo ? (lead & 0x1F) << 6 | (next & 0x3F) : lead
            at += isTwo ? 2 : 1
            let glyph = table[Int(value)]
            guard glyph >> GlyphKind.shift != GlyphKind.rare else {
                (count, gap) = Self.rare(value, gap, into: &symbols, after: count)
                continue
            }
            // Without a branch: a separator is written too, and the next symbol written over it.
            let isSymbol = glyph >> GlyphKind.shift & 1
            symbols[count] = glyph | marked[Int(gap)]
            count += Int(isSymbol)
            let sign = glyph >> Symbol.gapShift & 0x7F
            gap = UInt64(join[Int(gap << 7 | sign)]) & (isSymbol &- 1)
        }
        self.gap = gap
        return count
    }

    /// What two separators in a row are together, by both; nothing after one leaves it.
    private static let gaps: [UInt8] = (0..<128).flatMap { gap in
        (0..<128).map { UInt8($0 == 0 ? gap : joined(gap, $0)) }
    }

    /// The bits of a symbol that follows a gap.
    private static let marks: [UInt64] = (0..<128).map { gap in
        gap > hyphenation ? gap << Symbol.gapShift | Symbol.start : 0
    }

    /// What two separators in a row are together.
    private static func joined(_ gap: UInt64, _ next: UInt64) -> UInt64 {
        let isSpace = next == 32 || next == 10
        return switch gap {
        case 0: isSpace ? 32 : next
        case 45 where next == 10: hyphenation
        case hyphenation: 127
        case 32: isSpace ? 32 : next
        default: isSpace ? gap : 127
        }
    }

    /// The symbols of a scalar that is not one of the table's.
    private static func rare(
        _ value: UInt32, _ gap: UInt64, into symbols: inout MutableSpan<UInt64>, after count: Int
    ) -> (count: Int, gap: UInt64) {
        let place = Glyphs.place(of: value)
        guard let scalar = Unicode.Scalar(value) else { return (count, 127) }
        let isAlone = place == nil && Glyphs.standsAlone(scalar)
        let glyphs = place.map { Glyphs.spelled[$0] } ?? Glyphs.all(of: scalar)
        var (count, gap) = (count, isAlone && gap <= hyphenation ? 127 : gap)
        for glyph in glyphs.prefix(TextReader.mostOfOne) {
            if glyph >> GlyphKind.shift == GlyphKind.separator {
                gap = joined(gap, glyph >> Symbol.gapShift)
            } else {
                symbols[count] = gap > hyphenation ? glyph | gap << Symbol.gapShift | Symbol.start : glyph
                count += 1
                gap = 0
            }
        }
        return (count, isAlone ? 127 : gap)
    }
}

/// Scalars of UTF-8, strictly (Unicode Standard, table 3-7).
enum UTF8Scalar {
    /// The scalar at a place and how many bytes it has; U+FFFD and 1 for what is none.
    static func read(_ bytes: Span<UInt8>, at place: Int) -> (value: UInt32, length: Int) {
        let lead = bytes[place]
        if lead < 0x80 { return (UInt32(lead), 1) }
        let length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
        guard length > 0, place + length <= bytes.count else { return (0xFFFD, 1) }
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for next in 1..<length {
            guard bytes[place + next] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
            value = value << 6 | UInt32(bytes[place + next] & 0x3F)
        }
        let isShortest = value >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000)
        guard isShortest, Unicode.Scalar(value) != nil else { return (0xFFFD, 1) }
        return (value, length)
    }
}
