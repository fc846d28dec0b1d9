import CofferCharter
import CofferFields
import CofferModel
import CofferStore

extension Vault {
    /// What the tokens of a message stand for, to be stored before it leaves.
    ///
    /// A token is random to everybody but the vault: the one of a link tells the company's pages what the message was about,
    /// the one of a proposed channel proves its address, and the one of advertising ends it.
    ///
    /// - Parameters:
    ///   - passage: the message on its way.
    ///   - rule: its kind.
    ///   - channel: where it goes; nil for somebody who is no customer.
    /// - Returns: a row for each token.
    /// - Throws: `locked` when this process does not hold the key of the index.
    func tokens(
        of passage: Passage, _ rule: NoticeRule, to channel: ChannelField?
    ) throws(VaultError) -> [IssuedRow] {
        var rows: [IssuedRow] = []
        for (name, slot) in rule.slots.sorted(by: { $0.key < $1.key }) where slot.origin == .message {
            let bits = passage.order.bits(of: name, to: passage.place)
            if rule.to.contains(.proposed),
                let proposed = passage.facts?.channels.first(where: { $0.field == channel })
            {
                rows.append(
                    try issueVerification(of: proposed, of: passage.subject, from: bits, at: now()).row)
                continue
            }
            let use = NoticeToken.Use(slot.form)
            let reader: NoticeToken.Reader? =
                if let name = passage.order.recipient { .registered(name) } else if let channel {
                    .channel(channel, try revision(of: channel, in: passage.open))
                } else { nil }
            let meaning = NoticeToken(
                subject: passage.subject, kind: passage.kind, about: passage.order.about,
                purpose: passage.order.purpose, use: use, reader: reader)
            let life =
                switch use {
                case .unsubscribe: Limits.unsubscribeSeconds
                case .link: Limits.linkSeconds
                case .once: Limits.onceSeconds
                }
            do {
                rows.append(
                    try fields.issue(
                        meaning.json, as: Hex.encode(bits),
                        target: try fields.issuedTarget(Array("token ".utf8) + bits), of: passage.subject,
                        until: now().adding(seconds: life)))
            } catch { throw VaultError(error.code) }
        }
        return rows
    }
}
