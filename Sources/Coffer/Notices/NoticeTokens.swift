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
                    .channel(channel, try passage.revision(of: channel, self))
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

extension Passage {
    /// In which revision the address of a channel is.
    func revision(of channel: ChannelField, _ vault: Vault) throws(VaultError) -> UInt64 {
        guard let open else { return 0 }
        return try vault.addresses(of: open)[channel] ?? 0
    }
}

/// What the token of a link in a message stands for.
struct NoticeToken: Hashable, Sendable {
    /// What it is for.
    enum Use: String, Sendable {
        /// To go on with what the message was about.
        case link
        /// The same, one time and soon.
        case once
        /// To end advertising.
        case unsubscribe

        init(_ form: SlotForm) {
            self =
                switch form {
                case .unsubscribe: .unsubscribe
                case .once: .once
                default: .link
                }
        }
    }

    /// Who reads the message it was in.
    enum Reader: Hashable, Sendable {
        /// The customer, at the address that a channel had in a revision.
        case channel(ChannelField, UInt64)
        /// Somebody who is no customer, by his name in the register.
        case registered(String)
    }

    let subject: SubjectID
    /// The kind of the message.
    let kind: String
    /// What it was about.
    let about: RecordID?
    /// For what it was sent; what ends, if it is the way out.
    let purpose: Purpose
    let use: Use
    let reader: Reader?

    /// As it is sealed.
    var json: JSON {
        var members: [String: JSON] = [
            "kind": .string(use.rawValue), "subject": .string(subject.description),
            "notice": .string(kind), "purpose": .string(purpose.rawValue),
        ]
        members["about"] = about.map { .string($0.description) }
        switch reader {
        case .channel(let field, let revision):
            members["channel"] = .string(field.description)
            members["revision"] = .integer(Int64(clamping: revision))
        case .registered(let name): members["recipient"] = .string(name)
        case nil: break
        }
        return .object(members)
    }
}

extension NoticeToken {
    /// Who got the message, if that was not the customer.
    var recipient: String? { if case .registered(let name) = reader { name } else { nil } }

    /// Reads ``json``; nil for what was issued as something else.
    init?(meaning: JSON) {
        guard let use = meaning["kind"]?.string.flatMap({ Use(rawValue: $0) }),
            let subject = meaning["subject"]?.string.flatMap({ SubjectID($0) }),
            let kind = meaning["notice"]?.string,
            let purpose = meaning["purpose"]?.string.flatMap({ Purpose(rawValue: $0) })
        else { return nil }
        let channel = meaning["channel"]?.string.flatMap { ChannelField($0) }
        let revision = meaning["revision"]?.integer.flatMap { UInt64(exactly: $0) }
        let reader: Reader? =
            if let name = meaning["recipient"]?.string { .registered(name) } else if let channel, let revision
            {
                .channel(channel, revision)
            } else { nil }
        self.init(
            subject: subject, kind: kind, about: meaning["about"]?.string.flatMap { RecordID($0) },
            purpose: purpose, use: use, reader: reader)
    }
}
