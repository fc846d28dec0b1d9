/// The two characters that do not show and that some scripts are not written without (RFC 5892, appendices A.1 and A.2).
enum Joiner {
    private static let nonJoiner: Unicode.Scalar = "\u{200C}"
    private static let joiner: Unicode.Scalar = "\u{200D}"
    /// The combining class of signs that take a consonant its vowel away.
    private static let virama = Unicode.CanonicalCombiningClass(rawValue: 9)

    static func isOne(_ scalar: Unicode.Scalar) -> Bool { scalar == nonJoiner || scalar == joiner }

    /// Whether each stands where it changes what a reader sees: after a virama either, and a non-joiner also between two
    /// letters of a cursive script, as in Persian.
    static func areInPlace(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.allSatisfy { place in
            guard isOne(scalars[place]) else { return true }
            guard place > 0 else { return false }
            if scalars[place - 1].properties.canonicalCombiningClass == virama { return true }
            guard scalars[place] == nonJoiner, place + 1 < scalars.count else { return false }
            let before = scalars[..<place].last { !$0.isMark }
            let after = scalars[(place + 1)...].first { !$0.isMark }
            return before.map(isCursive) ?? false && after.map(isCursive) ?? false
        }
    }

    /// The text without them: two spellings of one name are equal.
    static func without(_ text: String) -> String {
        var scalars = text.unicodeScalars
        scalars.removeAll { isOne($0) }
        return String(scalars)
    }

    /// A letter of a script whose letters join: Arabic, Syriac, N’Ko, Mandaic, Mongolian.
    private static func isCursive(_ scalar: Unicode.Scalar) -> Bool {
        let blocks: [ClosedRange<UInt32>] = [
            0x0620...0x074F, 0x0750...0x077F, 0x07CA...0x07EA, 0x0840...0x0858, 0x0860...0x08C7,
            0x1820...0x18AA,
        ]
        return scalar.isLetter && blocks.contains { $0.contains(scalar.value) }
    }
}
