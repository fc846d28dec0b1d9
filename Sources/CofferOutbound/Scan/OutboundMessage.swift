import CofferModel

/// One part of a message that would leave.
public struct OutboundPart: Hashable, Sendable {
    /// What a part is of its message.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The subject line.
        case subject
        /// The body as text.
        case text
        /// The body as HTML, read both as its source and as a reader sees it.
        case html
        /// One header, with its name.
        case header
        /// A link: the whole of it, or its host, path or query.
        case link
        /// The name of an attachment.
        case attachmentName = "attachment_name"
        /// What an attachment holds.
        case attachment
    }

    /// What it is of its message.
    public let kind: Kind
    /// UTF-8; other bytes are taken for what they would be in it.
    public let bytes: [UInt8]

    /// Takes the bytes of a part.
    public init(_ kind: Kind, bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    /// Takes the text of a part.
    public init(_ kind: Kind, _ text: String) { self.init(kind, bytes: Array(text.utf8)) }
}

/// All that would leave with one message, but for its address.
public struct OutboundMessage: Hashable, Sendable {
    /// The parts in the order in which a reader meets them; findings name them by their place.
    public let parts: [OutboundPart]

    /// Takes the parts of a message.
    ///
    /// - Parameter parts: at most 256, together at most 32 MiB.
    /// - Throws: ``MessageTooLarge`` for more.
    public init(_ parts: [OutboundPart]) throws(MessageTooLarge) {
        let size = parts.reduce(0) { $0 + $1.bytes.count }
        guard parts.count <= Limits.outboundParts, size <= Limits.outboundBytes else {
            throw MessageTooLarge()
        }
        self.parts = parts
    }

    /// A notice of subject, text, HTML and links, which its limits keep small.
    package init(_ notice: RenderedNotice) {
        parts =
            [OutboundPart(.subject, notice.subject), OutboundPart(.text, notice.body)]
            + (notice.html.isEmpty ? [] : [OutboundPart(.html, notice.html)])
            + notice.links.map { OutboundPart(.link, $0) }
    }
}

/// A message with more parts or bytes than the scan takes; it was not scanned.
public struct MessageTooLarge: Error, Hashable, Sendable {}
