import CofferCharter
import CofferModel

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
