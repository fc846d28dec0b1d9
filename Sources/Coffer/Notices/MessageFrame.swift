import CofferCharter
import CofferDelivery
import CofferModel
import CofferOutbound

/// What a message has around its text: its name, who writes, and the way out of advertising; all of it is scanned too.
struct MessageFrame: Sendable {
    private let id: MessageID
    private let from: Author
    private let unsubscribe: WebURL?

    /// Takes what does not depend on the text.
    ///
    /// - Throws: `template_invalid` when the settings or the charter's portal give no such message.
    init(
        _ order: NoticeOrder, to place: String, _ rule: NoticeRule, _ settings: DeliverySettings,
        _ charter: Charter
    ) throws(VaultError) {
        do {
            id = try MessageID(bits: order.bits(for: "message"), domain: settings.messageDomain)
            from = settings.from
            let slot = rule.slots.filter { $0.value.form == .unsubscribe }.keys.min()
            let link = slot.flatMap { name in
                charter.company.portal.map { $0 + order.token(of: name, to: place) }
            }
            unsubscribe = try link.map { link throws(BadValue) in try WebURL(link) }
        } catch { throw VaultError(.templateInvalid, rule: error.rule) }
    }

    /// The headers as a reader of the message sees them.
    var parts: [OutboundPart] {
        [
            OutboundPart(.header, "Message-ID: <\(id)>"),
            OutboundPart(.header, "From: \(from.name.map { $0 + " " } ?? "")<\(from.address.text)>"),
        ] + (unsubscribe.map { [OutboundPart(.header, "List-Unsubscribe: <\($0.text)>")] } ?? [])
    }

    /// What of them stands there by right.
    var byRight: [String] { ["\(id)", from.address.text] + (unsubscribe.map { [$0.text] } ?? []) }

    /// The finished message.
    ///
    /// - Throws: `template_invalid` when a part breaks a rule of the transport's.
    func message(
        _ composed: Composed, made: Timestamp
    ) throws(VaultError) -> CofferDelivery.OutboundMessage {
        do {
            let content = try MessageContent(
                language: composed.language, subject: composed.notice.subject, text: composed.notice.body,
                html: composed.notice.html)
            return try OutboundMessage(
                id: id, from: from, date: made, content: content, attachments: [], unsubscribe: unsubscribe)
        } catch { throw VaultError(.templateInvalid, rule: error.rule) }
    }
}
