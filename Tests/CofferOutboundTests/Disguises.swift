import Foundation

/// Ways to write a text so that a reader or program still gets it, and a search does not.
enum Disguise: String, CaseIterable {
    // Other characters.
    case plain, upperCase, decomposed, fullWidth, zeroWidth, direction, softHyphen, confusable
    case arabicDigits, mathDigits
    // Encodings.
    case percent, decimalEntities, hexEntities, quotedPrintable, base64, base64URL, wrappedBase64
    case hexadecimal, jsonEscapes

    static let characters: [Disguise] = [
        .plain, .upperCase, .decomposed, .fullWidth, .zeroWidth, .direction, .softHyphen, .confusable,
        .arabicDigits, .mathDigits,
    ]
    static let encodings: [Disguise] = [
        .percent, .decimalEntities, .hexEntities, .quotedPrintable, .base64, .base64URL, .wrappedBase64,
        .hexadecimal, .jsonEscapes,
    ]

    func applied(to text: String) -> String {
        switch self {
        case .plain: text
        case .upperCase: text.uppercased()
        case .decomposed: text.decomposedStringWithCanonicalMapping
        case .fullWidth: mapped(text) { 33...126 ~= $0.value ? Unicode.Scalar($0.value + 0xFEE0) : nil }
        case .zeroWidth: text.unicodeScalars.map { "\($0)" }.joined(separator: "\u{200B}")
        case .direction: text.unicodeScalars.map { "\u{2067}\($0)\u{2069}" }.joined()
        case .softHyphen: text.unicodeScalars.map { "\($0)" }.joined(separator: "\u{AD}")
        case .confusable: mapped(text) { Self.likenesses[$0] }
        case .arabicDigits: mapped(text) { digit($0, from: 0x660) }
        case .mathDigits: mapped(text) { digit($0, from: 0x1D7D8) }
        case .percent: text.utf8.map { "%" + hex($0) }.joined()
        case .decimalEntities: text.unicodeScalars.map { "&#\($0.value);" }.joined()
        case .hexEntities:
            text.unicodeScalars.map { "&#x\(String($0.value, radix: 16));" }.joined()
        case .quotedPrintable: text.utf8.map { "=" + hex($0).uppercased() }.joined()
        case .base64: Data(text.utf8).base64EncodedString()
        case .base64URL:
            Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                .replacing("=", with: "")
        case .wrappedBase64:
            lines(of: Data(("…… " + text + " ……").utf8).base64EncodedString(), each: 20)
        case .hexadecimal: text.utf8.map { hex($0) }.joined()
        case .jsonEscapes: text.utf16.map { "\\u" + four($0) }.joined()
        }
    }

    private func mapped(_ text: String, _ other: (Unicode.Scalar) -> Unicode.Scalar?) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { out.append(other(scalar) ?? scalar) }
        return String(out)
    }

    private func digit(_ scalar: Unicode.Scalar, from zero: UInt32) -> Unicode.Scalar? {
        "0"..."9" ~= scalar ? Unicode.Scalar(zero + scalar.value - 48) : nil
    }

    private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    private func four(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    private func lines(of text: String, each length: Int) -> String {
        let letters = Array(text)
        return stride(from: 0, to: letters.count, by: length).map {
            String(letters[$0..<min($0 + length, letters.count)])
        }.joined(separator: "\r\n")
    }

    private static let likenesses: [Unicode.Scalar: Unicode.Scalar] = {
        let pairs = zip("aceopxysABCEHKMOPTX".unicodeScalars, "асеорхуѕАВСЕНКМОРТХ".unicodeScalars)
        return Dictionary(pairs.flatMap { [($0, $1), ($1, $0)] }, uniquingKeysWith: { one, _ in one })
    }()
}

/// A word in the other alphabet, by the tables of passports.
enum Transliterated {
    private static let table: [Character: String] = [
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
        "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "a", "ы": "y", "ь": "",
        "э": "e", "ю": "yu", "я": "ya", "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u",
        "ү": "u", "һ": "h", "і": "i",
    ]

    static func latin(_ word: String) -> String {
        word.map { letter in
            let plain = table[Character(letter.lowercased())] ?? String(letter)
            return letter.isUppercase ? plain.prefix(1).uppercased() + plain.dropFirst() : plain
        }.joined()
    }
}
