package import CofferModel

/// A file that goes with a message; does not print.
package struct Attachment: Hashable, Sendable, Withheld {
    /// The name it is offered under.
    package let name: String
    /// What it is, as `application/pdf`.
    package let mediaType: String
    /// Its bytes.
    package let bytes: [UInt8]

    /// Takes a file.
    ///
    /// - Parameters:
    ///   - name: a name without folders, quotes, controls or marks of direction, and not beginning with a dot.
    ///   - mediaType: type and subtype in lower case, without parameters; no `multipart` and no `message`.
    ///   - bytes: at most ``DeliveryLimits/attachmentBytes``, with those of the message's other files.
    /// - Throws: the rule it breaks.
    package init(name: String, mediaType: String, bytes: [UInt8]) throws(BadValue) {
        guard 1...DeliveryLimits.attachmentNameBytes ~= name.utf8.count, !name.hasPrefix("."),
            name.unicodeScalars.allSatisfy({ $0.isPrintable && !#"/\""#.unicodeScalars.contains($0) })
        else { throw BadValue("delivery.attachment_name") }
        let parts = mediaType.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ Self.isToken($0) }), !mediaType.hasPrefix("multipart/"),
            !mediaType.hasPrefix("message/")
        else { throw BadValue("delivery.media_type") }
        self.name = name
        self.mediaType = mediaType
        self.bytes = bytes
    }

    /// A name as RFC 6838 §4.2 restricts it.
    private static func isToken(_ part: Substring.UTF8View) -> Bool {
        1...63 ~= part.count
            && part.allSatisfy { 97...122 ~= $0 || 48...57 ~= $0 || "!#$&-^_.+".utf8.contains($0) }
    }
}
