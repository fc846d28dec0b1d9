package import CofferModel

/// One finished message, everything but the address it goes to; does not print.
///
/// ``composed()`` gives the very bytes that leave by mail, so that they can be scanned before; a transport
/// adds nothing but the line `To:`.
package struct OutboundMessage: Hashable, Sendable, Withheld {
    /// Its name, the same at every try.
    package let id: MessageID
    /// The company's name and address, as readers see it.
    package let from: Author
    /// When it was made; readers see it to the minute, in UTC.
    package let date: Timestamp
    /// Subject and body.
    package let content: MessageContent
    /// Files.
    package let attachments: [Attachment]
    /// Where one request ends messages of this kind (RFC 8058); nil for kinds that cannot be stopped.
    package let unsubscribe: WebURL?

    /// Takes a message's parts.
    ///
    /// - Parameters:
    ///   - id: its name.
    ///   - from: who writes.
    ///   - date: when it was made, not when it is tried.
    ///   - content: subject and body.
    ///   - attachments: files, within ``DeliveryLimits``.
    ///   - unsubscribe: an `https` URL with a token of this message alone.
    /// - Throws: the rule that a part breaks.
    package init(
        id: MessageID, from: Author, date: Timestamp, content: MessageContent, attachments: [Attachment],
        unsubscribe: WebURL?
    ) throws(BadValue) {
        guard attachments.count <= DeliveryLimits.attachments,
            attachments.reduce(0, { $0 + $1.bytes.count }) <= DeliveryLimits.attachmentBytes
        else { throw BadValue("delivery.attachments") }
        guard unsubscribe?.isSecure != false else { throw BadValue("delivery.unsubscribe") }
        self.id = id
        self.from = from
        self.date = date
        self.content = content
        self.attachments = attachments
        self.unsubscribe = unsubscribe
    }
}
