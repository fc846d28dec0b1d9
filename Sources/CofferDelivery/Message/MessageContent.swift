package import CofferModel

/// Subject and body of a message; does not print.
package struct MessageContent: Hashable, Sendable, Withheld {
    /// The language of all of it, as `bg` or `kk` (RFC 5646).
    package let language: String
    /// One line.
    package let subject: String
    /// Lines, ended by newlines alone.
    package let text: String
    /// The same as HTML; nil for none.
    package let html: String?

    /// Takes what a renderer made.
    ///
    /// - Parameters:
    ///   - language: a language tag.
    ///   - subject: 1...``Limits/noticeSubjectScalars`` scalars that show, on one line.
    ///   - text: at most ``Limits/noticeBodyBytes``, of what shows, newlines and tabs.
    ///   - html: at most ``DeliveryLimits/htmlBytes``, likewise.
    /// - Throws: the rule that one of them breaks; a carriage return or NUL is refused everywhere.
    package init(language: String, subject: String, text: String, html: String?) throws(BadValue) {
        guard Self.isLanguage(language) else { throw BadValue("delivery.language") }
        guard 1...Limits.noticeSubjectScalars ~= subject.unicodeScalars.count,
            subject.unicodeScalars.allSatisfy(\.isPrintable)
        else { throw BadValue("delivery.subject") }
        guard Self.isBody(text, upTo: Limits.noticeBodyBytes),
            html.map({ Self.isBody($0, upTo: DeliveryLimits.htmlBytes) }) != false
        else { throw BadValue("delivery.body") }
        self.language = language
        self.subject = subject
        self.text = text
        self.html = html
    }

    private static func isLanguage(_ tag: String) -> Bool {
        let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return tag.utf8.count <= 35 && 2...3 ~= parts[0].count && parts[0].allSatisfy { 97...122 ~= $0 }
            && parts.dropFirst().allSatisfy { part in
                2...8 ~= part.count
                    && part.allSatisfy { 97...122 ~= $0 || 65...90 ~= $0 || 48...57 ~= $0 }
            }
    }

    private static func isBody(_ text: String, upTo most: Int) -> Bool {
        text.utf8.count <= most
            && text.unicodeScalars.allSatisfy { $0.isPrintable || $0 == "\n" || $0 == "\t" }
    }
}
