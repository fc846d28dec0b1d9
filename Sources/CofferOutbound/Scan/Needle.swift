/// One thing to look for, made of a value.
enum Needle: Hashable {
    /// Whole words in this order, in any spelling.
    case word([String])
    /// One whole word in its own letters.
    case form(String)
    /// One whole word, where the text writes it with a capital.
    case capitalised(String)
    /// The letters and digits of these words together, anywhere, in any spelling.
    case piece([String])
    /// Digits: seven or eight within one number, nine and more across everything that stands between.
    case digits(String)
    /// The folded text as it is, not inside a longer word.
    case literal(String)
}

extension Needle {
    /// How text is looked for: the more it has, the less it must stand alone.
    static func text(_ text: String) -> [Needle] {
        let words = Words.of(text)
        let weight = Words.weight(words)
        let joined = words.joined()
        let isDigits = joined.utf8.allSatisfy { 48...57 ~= $0 }
        let hasDigit = joined.utf8.contains { 48...57 ~= $0 }
        if weight < 4 { return [.literal(text)] }
        if isDigits { return weight < 9 ? [.word(words), .word([joined])] : [.digits(joined)] }
        if weight >= (hasDigit ? 6 : 8) { return [.piece(words)] }
        return words.count > 1 ? [.word(words), .word([joined])] : [.word(words)]
    }
}
