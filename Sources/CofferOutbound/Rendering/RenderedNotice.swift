/// A notice as it would leave: text without slots, and no address.
package struct RenderedNotice: Hashable, Sendable {
    /// The language of the text: `bg`, `en`, `kk` or `ru`.
    package let language: String
    /// One line.
    package let subject: String
    /// Lines, each ended by a newline alone.
    package let body: String
    /// What each slot was filled with, as it stands in the text.
    package let filled: [String: String]

    /// Takes a text that something else rendered, to have it scanned.
    package init(language: String, subject: String, body: String, filled: [String: String] = [:]) {
        self.language = language
        self.subject = subject
        self.body = body
        self.filled = filled
    }
}
