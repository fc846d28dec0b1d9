/// The text that every member of staff accepts, in one language.
public struct ConfidentialityText: Hashable, Sendable {
    /// Its number; who acknowledged another has to do it again.
    public let version: Int
    /// In which language, as `bg`.
    public let language: String
    /// The text.
    public let text: String

    /// Takes a text.
    ///
    /// - Parameters:
    ///   - version: its number.
    ///   - language: in which language.
    ///   - text: the text.
    public init(version: Int, language: String, text: String) {
        self.version = version
        self.language = language
        self.text = text
    }
}

extension ConfidentialityText {
    /// The text for programs.
    public var json: JSON {
        ["version": .integer(Int64(version)), "language": .string(language), "text": .string(text)]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Parameter json: a text.
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        version = try members.take("version") { $0.integer.flatMap { Int(exactly: $0) } }
        language = try members.text("language") { $0 }
        text = try members.text("text") { $0 }
        try members.end()
    }
}
