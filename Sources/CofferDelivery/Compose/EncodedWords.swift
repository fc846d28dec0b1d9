import CofferModel

/// Texts in headers (RFC 2047).
enum EncodedWords {
    /// Bytes of one word: with the longest name of ours before it, the line stays within 76 characters.
    private static let wordBytes = 39

    /// The text in words of base64, one to a line, each whole scalars.
    static func text(_ text: String) -> String {
        text.pieces(upTo: wordBytes).map { "=?UTF-8?B?\(Base64.encode($0))?=" }.joined(separator: "\r\n ")
    }

    /// A subject: as it is if it is short and plain, else in words.
    static func unstructured(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 < 128 } && text.utf8.count <= 68
        let isExact = !text.hasPrefix(" ") && !text.hasSuffix(" ") && !text.contains("=?")
        return isPlain && isExact ? text : Self.text(text)
    }

    /// A name before an address: quoted if it is plain, else in words.
    static func phrase(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 < 128 && $0 != 34 && $0 != 92 } && text.utf8.count <= 68
        return isPlain && !text.contains("=?") ? "\"\(text)\"" : Self.text(text)
    }
}
