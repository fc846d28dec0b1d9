extension LabelFormat {
    private static let checks = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"

    /// Whether the check character is one of the alphabet's own.
    private var checksItself: Bool {
        let base = alphabet.utf8.count
        return [11, 13, 17, 19, 23, 29, 31].contains(base) && length + 1 < base
    }

    /// The check character, if the format has one: it shows one wrong character and any two that changed places.
    ///
    /// In an alphabet with a prime number of symbols, more than the label has, every digit counts as often as its place
    /// says, and all together with the check are a multiple of that number. For other alphabets it is Crockford's:
    /// the number modulo 37, in his 37 symbols.
    func checkText(_ digits: [Int]) -> String {
        guard check else { return "" }
        let base = alphabet.utf8.count
        guard checksItself else {
            return String(Array(Self.checks)[digits.reduce(0) { ($0 * base + $1) % 37 }])
        }
        let sum = digits.enumerated().reduce(0) { $0 + ($1.offset + 2) * $1.element }
        return String(Array(alphabet)[(base - sum % base) % base])
    }

    /// The label that a person meant who typed it, or wrote down what he was told.
    ///
    /// Small letters count as large ones; spaces and hyphens are no part of it; O, I and L are 0 and 1 where the alphabet
    /// has these and not those.
    ///
    /// - Parameter typed: at most 256 bytes.
    /// - Returns: the label as it was issued, or nil when that is no label of this format.
    package func reading(_ typed: String) -> String? {
        guard typed.utf8.count <= 256 else { return nil }
        let (bare, start) = (Self.bare(typed), Self.bare(prefix))
        guard bare.prefix(start.count).map({ Self.twins[$0] ?? $0 }) == start.map({ Self.twins[$0] ?? $0 })
        else { return nil }
        let body = bare.dropFirst(start.count).enumerated().map { place, character in
            Self.symbol(character, in: place < length || checksItself ? alphabet : Self.checks)
        }
        let label = prefix + String(body)
        return isValid(label) ? label : nil
    }

    private static let twins: [Character: Character] = ["O": "0", "I": "1", "L": "1"]

    /// A text in capitals, without what people put between groups.
    private static func bare(_ text: String) -> [Character] {
        text.uppercased().filter { !$0.isWhitespace && !"-–—\u{2011}_".contains($0) }.map { $0 }
    }

    private static func symbol(_ typed: Character, in symbols: String) -> Character {
        guard !symbols.contains(typed), let twin = twins[typed], symbols.contains(twin) else { return typed }
        return twin
    }
}
