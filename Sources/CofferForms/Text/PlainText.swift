import CofferModel

/// Text that people write: models, places, notes.
enum PlainText {
    /// One line of 1...1,000 graphemes.
    static func line(_ input: String) throws(BadValue) -> String {
        try checked(input, upTo: 1000, length: "text.length", characters: "text.characters", isLines: false)
    }

    /// Lines of together 1...4,000 graphemes; tabs and newlines are allowed, a carriage return becomes a
    /// newline.
    static func lines(_ input: String) throws(BadValue) -> String {
        let unix = input.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        return try checked(
            unix, upTo: 4000, length: "free_text.length", characters: "free_text.characters", isLines: true)
    }

    /// NFC, without spaces at the ends, within a number of graphemes, nothing that does not show.
    static func checked(
        _ input: String, upTo most: Int, length: Rule, characters: Rule, isLines: Bool = false
    ) throws(BadValue) -> String {
        let text = Input.tidy(input)
        guard !text.isEmpty, Graphemes.count(text, isAtMost: most) else { throw BadValue(length) }
        let isPrintable = text.unicodeScalars.allSatisfy {
            $0.isPrintable || isLines && ($0 == "\n" || $0 == "\t")
        }
        guard isPrintable else { throw BadValue(characters) }
        return text
    }
}

/// Counting of what a reader sees as one character.
enum Graphemes {
    /// Whether a text has at most so many graphemes, none of them of more than 64 bytes.
    ///
    /// The second bound keeps a tower of combining marks from being one character of any size.
    static func count(_ text: String, isAtMost most: Int) -> Bool {
        var count = 0
        for character in text {
            count += 1
            guard count <= most, character.utf8.count <= 64 else { return false }
        }
        return true
    }
}
