/// A notice as it would leave: text and HTML without slots, and no address.
package struct RenderedNotice: Hashable, Sendable {
    /// The language of the text: `bg`, `en`, `kk` or `ru`.
    package let language: String
    /// One line.
    package let subject: String
    /// Lines, each ended by a newline alone.
    package let body: String
    /// What the body says, as a page of HTML; empty for a text that something else rendered without one.
    package let html: String
    /// The links of the HTML, in the order of their slots' names.
    package let links: [String]
    /// What each slot was filled with, as it stands in the text.
    package let filled: [String: String]

    /// Takes a text that something else rendered, to have it scanned.
    package init(
        language: String, subject: String, body: String, html: String = "", links: [String] = [],
        filled: [String: String] = [:]
    ) {
        self.language = language
        self.subject = subject
        self.body = body
        self.html = html
        self.links = links
        self.filled = filled
    }
}
