/// The bits of one letter or digit as the scan compares it.
///
/// A symbol is 64 bits. The lower 32 are compared: the folded letter, what stood before it, whether it was a
/// capital, and whether it is a look-alike. The upper 32 say how it sounds and which digit it is; reading
/// fills them, and comparing never sees them.
enum Symbol {
    /// The folded letter or digit.
    static let letter: UInt64 = 0xFFFF
    /// What stood between this symbol and the one before: 0 nothing, 32 white space, an ASCII sign, or 127
    /// for more than one sign or any other.
    static let gapShift: UInt64 = 16
    /// The bits of the gap.
    static let gap: UInt64 = 0x7F << gapShift
    /// It was written as a capital.
    static let capital: UInt64 = 1 << 23
    /// It was written as another sign that looks the same: 0 for o, 1 or i for l.
    static let lookalike: UInt64 = 3 << 24
    /// Something stood before it, so that it begins a word.
    static let start: UInt64 = 1 << startShift
    /// The place of that bit.
    static let startShift: UInt64 = 26
    /// The bits that are compared.
    static let compared: UInt64 = 0xFFFF_FFFF

    /// How it sounds: up to three codes of 8 bits; see ``Sounds``.
    static let soundShift: UInt64 = 32
    /// One more than the digit it is, or 0.
    static let digitShift: UInt64 = 56

    /// What ends a text: a word begins here, and no letter is equal to it.
    static let end: UInt64 = 0xFFFF | start | 127 << gapShift
}

/// The kinds of glyph, in the highest bits.
enum GlyphKind {
    static let shift: UInt64 = 60
    /// A sign or space; the gap's bits say which.
    static let separator: UInt64 = 0
    /// One symbol.
    static let symbol: UInt64 = 1
    /// Nothing that a reader sees, or the mark of the letter before.
    static let invisible: UInt64 = 2
    /// Several symbols, or one that stands alone as a word: looked up one by one.
    static let rare: UInt64 = 3
}
