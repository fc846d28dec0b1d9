import CofferModel

/// One request as Standard Webhooks 1.0 has it: a body, and three headers that vouch for it.
struct WebhookRequest {
    /// The same at every try.
    let body: [UInt8]
    /// Of this try: the time and what is signed over it.
    let headers: [String]

    init(
        _ message: OutboundMessage, to recipient: Recipient, at now: Timestamp,
        signer: WebhookTransport.Signer
    ) {
        body = Self.json(message, recipient).canonical
        let id = "msg_\(message.id.token)"
        let seconds = now.milliseconds / 1000
        let signed = Array("\(id).\(seconds).".utf8) + body
        let signatures = signer(signed).map { "v1,\(Base64.encode($0))" }
        headers = [
            "Content-Type: application/json",
            "webhook-id: \(id)",
            "webhook-timestamp: \(seconds)",
            "webhook-signature: \(signatures.joined(separator: " "))",
            // Without a value libcurl leaves its own out: no waiting for 100, no word on what is accepted.
            "Expect:", "Accept:",
        ]
    }

    private static func json(_ message: OutboundMessage, _ recipient: Recipient) -> JSON {
        var data: [String: JSON] = [
            "language": .string(message.content.language),
            "subject": .string(message.content.subject),
            "text": .string(message.content.text),
        ]
        data["html"] = message.content.html.map { .string($0) }
        data["unsubscribe"] = message.unsubscribe.map { .string($0.text) }
        switch recipient {
        case .mail(let address):
            data["to"] = ["mail": .string(address.text)]
            data["from"] = .object(author(message.from))
        case .phone(let number): data["to"] = ["phone": .string(number.text)]
        case .endpoint: break
        }
        if !message.attachments.isEmpty { data["attachments"] = .array(message.attachments.map { file($0) }) }
        let minute = Timestamp(milliseconds: message.date.milliseconds / 60_000 * 60_000)
        return ["type": "notice", "timestamp": .string(minute.description), "data": .object(data)]
    }

    private static func author(_ author: Author) -> [String: JSON] {
        var members: [String: JSON] = ["mail": .string(author.address.text)]
        members["name"] = author.name.map { .string($0) }
        return members
    }

    private static func file(_ attachment: Attachment) -> JSON {
        [
            "name": .string(attachment.name), "media_type": .string(attachment.mediaType),
            "content": .string(Base64.encode(attachment.bytes)),
        ]
    }
}
