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
            let isWayOut = slot.form == .unsubscribe
            let meaning = NoticeToken(
                subject: passage.subject, kind: passage.kind, about: passage.order.about,
                purpose: passage.order.purpose, isWayOut: isWayOut)
            let life = isWayOut ? Limits.unsubscribeSeconds : Limits.linkSeconds
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

/// What the token of a link in a message stands for.
struct NoticeToken: Hashable, Sendable {
    let subject: SubjectID
    /// The kind of the message.
    let kind: String
    /// What it was about.
    let about: RecordID?
    /// For what it was sent; what ends, if it is the way out.
    let purpose: Purpose
    let isWayOut: Bool

    /// As it is sealed.
    var json: JSON {
        var members: [String: JSON] = [
            "kind": .string(isWayOut ? "unsubscribe" : "link"), "subject": .string(subject.description),
            "notice": .string(kind), "purpose": .string(purpose.rawValue),
        ]
        members["about"] = about.map { .string($0.description) }
        return .object(members)
    }

    init(subject: SubjectID, kind: String, about: RecordID?, purpose: Purpose, isWayOut: Bool) {
        self.subject = subject
        self.kind = kind
        self.about = about
        self.purpose = purpose
        self.isWayOut = isWayOut
    }

    /// Reads ``json``; nil for what was issued as something else.
    init?(meaning: JSON) {
        guard var members = try? Members(meaning),
            let isWayOut = try? members.text("kind", { ["unsubscribe": true, "link": false][$0] }),
            let subject = try? members.text("subject", { SubjectID($0) }),
            let kind = try? members.text("notice", { $0 }),
            let purpose = try? members.text("purpose", Purpose.init(rawValue:))
        else { return nil }
        let about = members.optional("about")?.string.flatMap { RecordID($0) }
        self.init(subject: subject, kind: kind, about: about, purpose: purpose, isWayOut: isWayOut)
    }
}
