import CofferModel

/// What every type asks of its input before it looks closer.
enum Input {
    /// The text of a JSON string within the limit of a value.
    static func text(_ input: JSON) throws(BadValue) -> String {
        guard case .string(let text) = input else { throw BadValue("value.type") }
        guard text.utf8.count <= Limits.valueBytes else { throw BadValue("value.length") }
        return text
    }

    /// The texts of a JSON array of strings, or of one string with commas between them.
    static func list(_ input: JSON) throws(BadValue) -> [String] {
        if case .string = input {
            return try text(input).split(separator: ",", omittingEmptySubsequences: false).map {
                trimmed(String($0))
            }
        }
        guard case .array(let elements) = input else { throw BadValue("value.type") }
        var texts: [String] = []
        for element in elements { texts.append(try text(element)) }
        return texts
    }

    /// NFC without white space at the ends.
    static func tidy(_ text: String) -> String { trimmed(Composed.canonical(text)) }

    /// The text without white space at the ends.
    static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return String(scalars)
    }

    /// The text without the separators that people type into numbers: spaces, no-break spaces and hyphens.
    static func joined(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isSpace(scalar) && !isHyphen(scalar) {
            scalars.append(scalar)
        }
        return String(scalars)
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\u{A0}" || scalar == "\u{202F}" || scalar == "\u{2009}"
    }

    private static func isHyphen(_ scalar: Unicode.Scalar) -> Bool { scalar == "-" || scalar == "\u{2011}" }
}

/// Questions about ASCII bytes.
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool { 48...57 ~= byte }
    static func isUpper(_ byte: UInt8) -> Bool { 65...90 ~= byte }
    static func isLower(_ byte: UInt8) -> Bool { 97...122 ~= byte }
    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isUpper(byte) || isLower(byte) }
    static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || 97...102 ~= byte | 32 }
    /// Visible, and no space.
    static func isGraphic(_ byte: UInt8) -> Bool { 33...126 ~= byte }

    /// Upper case of the letters a...z; other scalars stay.
    static func upper(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            out.append("a"..."z" ~= scalar ? Unicode.Scalar(UInt8(scalar.value) - 32) : scalar)
        }
        return String(out)
    }

    /// Lower case of the letters A...Z; other scalars stay.
    static func lower(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            out.append("A"..."Z" ~= scalar ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar)
        }
        return String(out)
    }
}

/// A closed list of words, written on one line.
struct WordList: Sendable {
    private let words: Set<Substring>

    init(_ line: String) { words = Set(line.split(separator: " ")) }

    func contains(_ word: some StringProtocol) -> Bool { words.contains(Substring(word)) }
}
