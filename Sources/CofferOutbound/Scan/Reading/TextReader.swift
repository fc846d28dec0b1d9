/// Reads UTF-8 as symbols, a piece of text at a time.
///
/// What is no text reads as separators. A hyphen right before the end of a line is taken for hyphenation.
struct TextReader {
    /// At most so many symbols of one scalar are read; only words written as one sign have more.
    static let mostOfOne = 6
    /// A hyphen and then the end of a line.
    private static let hyphenation = 1

    /// What stood since the last symbol, as in ``Symbol/gapShift``.
    private var gap = 127

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
        let (glyphs, gaps, marks) = (Self.glyphs, Self.gaps, Self.marks)
        let (table, opened, marked) = (glyphs.span, gaps.span, marks.span)
        var (count, gap, at) = (count, gap, 0)
        while at < bytes.count {
            // Without a branch, as letters of one byte and of two are mixed: all ones if it has two.
            let lead = Int(bytes[at])
            let next = at + 1 < bytes.count ? Int(bytes[at + 1]) : 0
            let two = 0 &- lead >> 7
            let isCut = two & (next ^ 0x80) & 0xC0
            let glyph = table[lead ^ two & (lead ^ Self.place(lead, next))]
            guard isCut == 0, glyph >> GlyphKind.shift != GlyphKind.rare else {
                let (value, length) = UTF8Scalar.read(bytes, at: at)
                (count, gap) = Self.rare(value, gap, into: &symbols, after: count)
                at += length
                continue
            }
            at &+= 1 &+ lead >> 7
            // A separator is written too, and the next symbol written over it.
            let isSymbol = Int(truncatingIfNeeded: glyph >> GlyphKind.shift & 1)
            symbols[count] = glyph | marked[gap]
            count &+= isSymbol
            let sign = Int(truncatingIfNeeded: glyph >> Symbol.gapShift & 0x7F)
            // Only what stands after another separator waits for it.
            if gap & (isSymbol &- 1) == 0 {
                gap = Int(opened[sign]) & (isSymbol &- 1)
            } else {
                gap = Self.joined(gap, sign)
            }
        }
        self.gap = gap
        return count
    }

    /// The glyphs of each byte below 0x80, and of two bytes, with 64 places for each first one; those of other
    /// first bytes are not known here.
    private static let glyphs: [UInt64] =
        Glyphs.table[..<0x80]
        + (0x80..<0x100).flatMap { lead -> [UInt64] in
            guard 0xC2..<0xD8 ~= lead else {
                return Array(repeating: GlyphKind.rare << GlyphKind.shift, count: 64)
            }
            return Array(Glyphs.table[((lead & 0x1F) << 6)..<((lead & 0x1F) << 6 + 64)])
        }

    /// Where two bytes are in ``glyphs``.
    @inline(__always)
    private static func place(_ lead: Int, _ next: Int) -> Int {
        0x80 &+ (lead & 0x7F) << 6 &+ next & 0x3F
    }

    /// The gap that each separator opens.
    private static let gaps: [UInt8] = (0..<128).map { UInt8(joined(0, $0)) }

    /// The bits of a symbol that follows a gap.
    private static let marks: [UInt64] = (0..<128).map { mark(after: $0) }

    private static func mark(after gap: Int) -> UInt64 {
        gap > hyphenation ? UInt64(gap) << Symbol.gapShift | Symbol.start : 0
    }

    /// What two separators in a row are together; nothing after one leaves it.
    @inline(never)
    private static func joined(_ gap: Int, _ next: Int) -> Int {
        guard next != 0 else { return gap }
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
        _ value: UInt32, _ gap: Int, into symbols: inout MutableSpan<UInt64>, after count: Int
    ) -> (count: Int, gap: Int) {
        let place = Glyphs.place(of: value)
        guard let scalar = Unicode.Scalar(value) else { return (count, 127) }
        let isAlone = place == nil && Glyphs.standsAlone(scalar)
        let glyphs = place.map { Glyphs.spelled[$0] } ?? Glyphs.all(of: scalar)
        var (count, gap) = (count, isAlone && gap <= hyphenation ? 127 : gap)
        for glyph in glyphs.prefix(TextReader.mostOfOne) {
            if glyph >> GlyphKind.shift == GlyphKind.separator {
                gap = joined(gap, Int(glyph >> Symbol.gapShift))
            } else {
                symbols[count] = glyph | mark(after: gap)
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
