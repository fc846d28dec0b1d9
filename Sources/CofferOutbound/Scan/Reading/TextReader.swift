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
    ///   - symbols: has room for twice as many symbols as there are bytes.
    ///   - count: how many symbols there are already.
    /// - Returns: how many symbols there are now.
    mutating func read(_ bytes: Span<UInt8>, into symbols: inout MutableSpan<UInt64>, after count: Int) -> Int
    {
        let glyphs = Glyphs.table
        let table = glyphs.span
        var count = count
        var gap = gap
        var at = 0
        while at < bytes.count {
            let lead = bytes[at]
            var glyph: UInt64
            var value = UInt32(lead)
            if lead < 0x80 {
                at += 1
                glyph = table[Int(lead)]
            } else if 0xC3..<0xD8 ~= lead, at + 1 < bytes.count, bytes[at + 1] & 0xC0 == 0x80 {
                value = UInt32(lead & 0x1F) << 6 | UInt32(bytes[at + 1] & 0x3F)
                at += 2
                glyph = table[Int(value)]
            } else {
                let (scalar, length) = UTF8Scalar.read(bytes, at: at)
                at += length
                value = scalar
                glyph = Self.far(scalar, table)
            }
            switch glyph >> GlyphKind.shift {
            case GlyphKind.symbol:
                if gap > Self.hyphenation { glyph |= gap << Symbol.gapShift | Symbol.start }
                gap = 0
                symbols[count] = glyph
                count += 1
            case GlyphKind.separator:
                gap = Self.joined(gap, glyph >> Symbol.gapShift)
            case GlyphKind.rare:
                (count, gap) = Self.rare(value, gap, into: &symbols, after: count)
            default: break
            }
        }
        self.gap = gap
        return count
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

    private static func far(_ value: UInt32, _ table: Span<UInt64>) -> UInt64 {
        if value < Glyphs.nearEnd { return table[Int(value)] }
        if Glyphs.signs ~= value {
            return table[Int(Glyphs.nearEnd + value - Glyphs.signs.lowerBound)]
        }
        return GlyphKind.rare << GlyphKind.shift
    }

    /// The symbols of a scalar that the table does not hold.
    private static func rare(
        _ value: UInt32, _ gap: UInt64, into symbols: inout MutableSpan<UInt64>, after count: Int
    ) -> (count: Int, gap: UInt64) {
        guard let scalar = Unicode.Scalar(value) else { return (count, 127) }
        let isAlone = Glyphs.standsAlone(scalar)
        var (count, gap) = (count, isAlone && gap <= hyphenation ? 127 : gap)
        for glyph in Glyphs.all(of: scalar).prefix(TextReader.mostOfOne) {
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
