/// Letters by their sound, so that spellings in Cyrillic and in Latin meet.
///
/// Both sides go through the same spelling, text and value, so it need not be reversible, nor be any one
/// standard: it maps what the standards of Bulgarian, Russian and Kazakh write differently to one thing.
/// Codes 1...26 are the letters a...z; ч, ш and ж have codes of their own.
enum Sounds {
    /// ч, ch.
    static let che: UInt8 = 27
    /// ш, sh.
    static let sha: UInt8 = 28
    /// ж, zh.
    static let zhe: UInt8 = 29
    /// ъ: nothing before a vowel, else a.
    static let hard: UInt8 = 30
    /// ь: i before o, else nothing.
    static let soft: UInt8 = 31

    /// The code of a Latin letter.
    static func code(_ letter: Character) -> UInt8 { (letter.asciiValue ?? 0) & 31 }

    /// The codes of a folded letter; nil for one that sounds like nothing here.
    static func codes(of scalar: Unicode.Scalar) -> [UInt8]? {
        if "a"..."z" ~= scalar { return latin[scalar] ?? [UInt8(scalar.value) & 31] }
        return cyrillic[scalar] ?? marked[scalar]
    }

    /// What becomes of two codes in a row: 0 both stay, below 32 the one that replaces both, above it 32 and
    /// the one that the second becomes.
    static let pairs: [UInt8] = {
        var pairs = [UInt8](repeating: 0, count: 1024)
        for rule
            in "sh\u{1}š zh\u{1}ž ch\u{1}č kh\u{1}h gh\u{1}g ph\u{1}f ts\u{1}c tz\u{1}c ck\u{1}k ii\u{1}i ie\u{1}e io\u{1}e sč\u{1}š"
            .split(separator: " ")
        {
            let codes = rule.map { own[$0] ?? code($0) }
            pairs[Int(codes[0]) << 5 | Int(codes[1])] = codes[3]
        }
        // Shch, щ, is sht.
        pairs[Int(sha) << 5 | Int(che)] = 32 + code("t")
        return pairs
    }()

    private static let own: [Character: UInt8] = ["č": che, "š": sha, "ž": zhe, "\u{1}": 0]

    private static let latin: [Unicode.Scalar: [UInt8]] = [
        "w": [code("v")], "q": [code("k")], "x": [code("k"), code("s")], "j": [code("i")], "y": [code("i")],
    ]

    private static let cyrillic: [Unicode.Scalar: [UInt8]] = {
        let plain =
            "аa бb вv гg дd еe зz иi йi кk лl мm нn оo пp рr сs тt уu фf хh цc ыi эe ёe ѝi "
            + "әa ғg қk ңn өo ұu үu һh іi їi єe ґg ђd љl њn ћc јi ќk ѓg ўu"
        var codes: [Unicode.Scalar: [UInt8]] = [
            "ж": [zhe], "ч": [che], "ш": [sha], "щ": [sha, code("t")], "ъ": [hard], "ь": [soft],
            "ю": [code("i"), code("u")], "я": [code("i"), code("a")], "џ": [code("d"), zhe],
        ]
        for pair in plain.split(separator: " ") {
            if let from = pair.unicodeScalars.first, let to = pair.last { codes[from] = [code(to)] }
        }
        return codes
    }()

    /// Latin letters whose mark tells a sound.
    private static let marked: [Unicode.Scalar: [UInt8]] = [
        "š": [sha], "ş": [sha], "ș": [sha], "ž": [zhe], "č": [che], "ç": [che], "ŝ": [sha, code("t")],
        "û": [code("i"), code("u")], "â": [code("i"), code("a")], "ı": [code("i")], "ŋ": [code("n")],
        "ə": [code("a")], "ø": [code("o")], "ł": [code("l")], "đ": [code("d")],
        "æ": [code("a"), code("e")],
    ]
}
