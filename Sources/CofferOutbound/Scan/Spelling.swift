import CofferForms

/// Ways of writing one word so that its spellings in other letters meet.
///
/// Both sides go through the same spelling, text and value, so it need not be reversible, nor be any one
/// standard: it maps what the standards of Bulgarian, Russian and Kazakh write differently to one thing.
enum Spelling: CaseIterable {
    /// The letters as they are, without their marks.
    case plain
    /// Latin, ъ as a: Bulgarian.
    case bulgarian
    /// Latin, ъ and ь nothing: Russian, and Kazakh in the Latin of passports.
    case russian
    /// Latin, ж as j and ң as ng: newer Kazakh, French.
    case kazakh
    /// Cyrillic letters as the Latin ones that look like them.
    case lookalike

    /// The word in this spelling; empty when nothing of it is left.
    func spelled(_ word: String) -> String {
        switch self {
        case .plain: Self.stripped(word)
        case .lookalike: Self.mapped(Self.stripped(word)) { Self.looks[$0] }
        case .bulgarian, .russian, .kazakh: latin(word)
        }
    }

    private func latin(_ word: String) -> String {
        let plain = Self.stripped(Self.mapped(word) { Self.latinLetters[$0] })
            .replacing("ьо", with: "io")
        return Self.soundFolded(Self.mapped(plain) { own[$0] ?? Self.cyrillic[$0] })
    }

    private var own: [Unicode.Scalar: String] {
        switch self {
        case .bulgarian: ["ъ": "a"]
        case .kazakh: ["ж": "j", "ң": "ng"]
        default: [:]
        }
    }

    /// Without marks: й is и, ё is е, é is e.
    private static func stripped(_ word: String) -> String {
        guard !word.utf8.allSatisfy({ $0 < 0x80 }) else { return word }
        var out = String.UnicodeScalarView()
        for scalar in Composed.decomposed(word).unicodeScalars where !scalar.isMark { out.append(scalar) }
        return String(out)
    }

    private static func mapped(_ word: String, _ letter: (Unicode.Scalar) -> String?) -> String {
        var out = String.UnicodeScalarView()
        for scalar in word.unicodeScalars {
            if let other = letter(scalar) {
                out.append(contentsOf: other.unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// Latin words by sound: Yuliya, Juliia and Yulia are one.
    private static func soundFolded(_ word: String) -> String {
        var bytes = Array(word.utf8)
        for (from, to) in sounds { bytes = replaced(from, with: to, in: bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func replaced(_ from: [UInt8], with to: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(from[0]) else { return bytes }
        var out: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if bytes[at] == from[0], bytes[at...].starts(with: from) {
                out += to
                at += from.count
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return out
    }

    private static let sounds: [([UInt8], [UInt8])] = [
        ("shch", "sht"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("tz", "c"), ("ts", "c"), ("ck", "k"),
        ("w", "v"),
        ("q", "k"), ("x", "ks"), ("j", "i"), ("y", "i"), ("iii", "i"), ("ii", "i"), ("ie", "e"), ("io", "e"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    /// Latin letters whose mark tells a sound, before marks are dropped.
    private static let latinLetters: [Unicode.Scalar: String] = [
        "š": "sh", "ş": "sh", "ș": "sh", "ž": "zh", "č": "ch", "ç": "ch", "ŝ": "sht", "û": "iu", "â": "ia",
        "ı": "i",
        "ŋ": "n", "ə": "a", "ø": "o", "ł": "l", "đ": "d", "æ": "ae",
    ]

    private static let cyrillic: [Unicode.Scalar: String] = [
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "к": "k",
        "л": "l",
        "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
        "ц": "c",
        "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
        "ә": "a",
        "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "є": "e", "ґ": "g",
        "ђ": "d",
        "љ": "l", "њ": "n", "ћ": "c", "џ": "dzh", "ј": "i",
    ]

    private static let looks: [Unicode.Scalar: String] = [
        "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c", "т": "t",
        "у": "y",
        "х": "x", "і": "i", "ј": "j", "ѕ": "s", "һ": "h", "ԁ": "d", "ӏ": "l", "ԛ": "q", "ԝ": "w", "α": "a",
        "ο": "o",
        "ρ": "p", "ν": "v", "ι": "i", "κ": "k", "ε": "e", "υ": "u", "χ": "x",
    ]
}
