/// What each byte of a text is to the sieve.
///
/// The sieve reads bytes and not scalars: the second byte of a letter, by the one before it, says which of
/// some hundred letters it is that look or sound different; the first says nothing.
enum Letters {
    /// What one letter looks and sounds like, as patterns have it.
    struct Letter: Hashable {
        /// The letter of ``Symbol``; 0 for what is only heard, as the second sound of a letter.
        let look: UInt16
        /// A code of ``Sounds``, or how the sound of a sign without one is written.
        let sound: UInt16
    }

    /// It separates words.
    static let separator: UInt16 = 0
    /// It is not seen, or the first byte of two.
    static let nothing: UInt16 = 1
    /// It ends a scalar of several letters or sounds, or is a part of a longer one, or no UTF-8.
    static let rare: UInt16 = 2

    /// The letters of the classes from 3 on.
    static let letters: [Letter] = {
        var seen: Set<Letter> = []
        return Glyphs.spelled.joined().filter { $0 >> GlyphKind.shift == GlyphKind.symbol }
            .flatMap { letters(of: $0) }.filter { seen.insert($0).inserted }
    }()

    /// How many classes there are.
    static let count = 3 + letters.count

    /// The class of each byte by the one before it: 256 places for each page.
    static let classes: [UInt16] = (-1..<0x20).flatMap { lead -> [UInt16] in
        let isKnown = 2..<(Int(Glyphs.nearEnd) >> 6) ~= lead
        return (0..<256).map { byte in
            if lead < 0 { return byte < 0x80 ? only(steps[byte]) : isLead(UInt8(byte)) ? nothing : rare }
            return isKnown && byte & 0xC0 == 0x80 ? only(steps[lead << 6 | byte & 0x3F]) : rare
        }
    }

    /// Where the page of ``classes`` begins for what follows each byte.
    static let pages: [UInt16] = (0..<256).map { isLead(UInt8($0)) ? UInt16($0 & 0x1F + 1) << 8 : 0 }

    /// Whether a byte may be the first of two.
    @inline(__always)
    static func isLead(_ byte: UInt8) -> Bool { 0xC0..<0xE0 ~= byte }

    /// The classes to go through for each scalar of ``Glyphs/table``.
    static let steps: [[UInt16]] = {
        let places = Dictionary(
            uniqueKeysWithValues: letters.enumerated().map { ($1, UInt16(3 + $0)) })
        return Glyphs.spelled.map { glyphs in
            glyphs.flatMap { glyph in
                glyph >> GlyphKind.shift == GlyphKind.separator
                    ? [separator] : letters(of: glyph).compactMap { places[$0] }
            }
        }
    }()

    private static func only(_ steps: [UInt16]) -> UInt16 {
        steps.isEmpty ? nothing : steps.count == 1 ? steps[0] : rare
    }

    private static func letters(of glyph: UInt64) -> [Letter] {
        let look = UInt16(truncatingIfNeeded: glyph & Symbol.letter)
        let codes = (0..<3).map { UInt16(truncatingIfNeeded: glyph >> (Symbol.soundShift + $0 * 8) & 0xFF) }
            .prefix { $0 != 0 }
        guard let first = codes.first else {
            return [Letter(look: look, sound: UInt16(truncatingIfNeeded: SoundReader.unspoken(glyph)))]
        }
        return [Letter(look: look, sound: first)] + codes.dropFirst().map { Letter(look: 0, sound: $0) }
    }
}
