import CofferForms

/// What each Unicode scalar is to the scan: a symbol, a separator, or nothing.
///
/// Case, width, marks, digits of any script and look-alikes are folded here, once for each scalar, so that
/// reading a text is one look into a table for each.
enum Glyphs {
    /// Scalars below this one are in the table.
    static let nearEnd: UInt32 = 0x600
    /// So are these: punctuation, currencies, letter-like signs.
    static let signs: ClosedRange<UInt32> = 0x2000...0x21FF

    /// The glyphs of the scalars in the table, as ``place(of:)`` counts them.
    static let table: [UInt64] = spelled.map { glyphs in
        if glyphs.isEmpty { return GlyphKind.invisible << GlyphKind.shift }
        return glyphs.count == 1 ? glyphs[0] : GlyphKind.rare << GlyphKind.shift
    }

    /// All glyphs of each of these scalars.
    static let spelled: [[UInt64]] = listed.map { all(of: $0) }

    /// The scalars in the tables.
    static let listed: [Unicode.Scalar] = (Array(0..<nearEnd) + Array(signs)).compactMap {
        Unicode.Scalar($0)
    }

    /// The place of a scalar in the tables; nil if it is not in them.
    static func place(of value: UInt32) -> Int? {
        if value < nearEnd { return Int(value) }
        return signs ~= value ? Int(nearEnd + value - signs.lowerBound) : nil
    }

    /// The glyphs of a scalar, in a slow and complete way.
    ///
    /// - Returns: none, if it is invisible; a separator; or one symbol or more.
    static func all(of scalar: Unicode.Scalar) -> [UInt64] {
        // Ideographs and Hangul syllables are what they are, and many.
        if 0x3400..<0xA000 ~= scalar.value || 0xAC00..<0xD7A4 ~= scalar.value {
            return [symbol(scalar, capital: false)]
        }
        guard isVisible(scalar) else { return [] }
        return Composed.folded(String(scalar)).unicodeScalars.flatMap { folded -> [UInt64] in
            if folded.isMark { return [] }
            let isCapital = scalar.properties.isUppercase
            if let digit = digit(folded) { return [symbol(digit, capital: false)] }
            guard folded.isLetter || folded.isNumber else { return [separator(folded)] }
            if let sound = Sounds.codes(of: folded) {
                return [glyph(base(folded), sounds: sound, isCapital)]
            }
            return Composed.decomposed(String(folded)).unicodeScalars.filter { !$0.isMark }
                .map { symbol($0, capital: isCapital) }
        }
    }

    /// An ideograph or kana: a word of its own, as these scripts write no spaces.
    static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x2E80 && (scalar.properties.isIdeographic || 0x3040...0x30FF ~= scalar.value)
    }

    /// The ASCII digit of a decimal digit of any script.
    static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard !scalar.isASCII else { return "0"..."9" ~= scalar ? scalar : nil }
        guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue
        else { return nil }
        return Unicode.Scalar(48 + UInt8(value))
    }

    /// Whether a reader sees it: no controls but line ends and tabs, no joiners, marks of direction or other
    /// ignorable characters.
    static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return 32..<127 ~= scalar.value || scalar == "\n" || scalar == "\t" }
        return switch scalar.properties.generalCategory {
        case .format, .control: false
        default: !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// A line end has a code of its own, so that a hyphen before it can be told from other hyphens.
    private static func separator(_ scalar: Unicode.Scalar) -> UInt64 {
        let isSpace = scalar.properties.isWhitespace
        let code = scalar == "\n" ? 10 : isSpace ? 32 : scalar.isASCII ? scalar.value : 127
        return UInt64(code) << Symbol.gapShift
    }

    /// The folded letter without its marks.
    private static func base(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        Composed.decomposed(String(scalar)).unicodeScalars.first ?? scalar
    }

    private static func symbol(_ scalar: Unicode.Scalar, capital: Bool) -> UInt64 {
        glyph(scalar, sounds: Sounds.codes(of: scalar) ?? [], capital)
    }

    private static func glyph(_ scalar: Unicode.Scalar, sounds: [UInt8], _ isCapital: Bool) -> UInt64 {
        let look = Looks.letter(scalar)
        var bits = GlyphKind.symbol << GlyphKind.shift
        switch look {
        case "0": bits |= UInt64(("o" as Unicode.Scalar).value) | 1 << 24
        case "1": bits |= UInt64(("l" as Unicode.Scalar).value) | 1 << 24
        case "i": bits |= UInt64(("l" as Unicode.Scalar).value) | 2 << 24
        default: bits |= UInt64(truncatingIfNeeded: look.value ^ look.value >> 16) & Symbol.letter
        }
        if "0"..."9" ~= look { bits |= UInt64(look.value - 47) << Symbol.digitShift }
        if isCapital { bits |= Symbol.capital }
        for (place, code) in sounds.prefix(3).enumerated() {
            bits |= UInt64(code) << (Symbol.soundShift + UInt64(place) * 8)
        }
        return bits
    }
}
