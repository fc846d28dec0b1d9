package import CofferModel

/// One kind of outbound message: what it may carry and how it reads.
package struct NoticeRule: Sendable {
    /// What the message is for, which decides whether it can be stopped.
    package enum Class: String, Hashable, Sendable, CaseIterable {
        case mandatory, security, legal, marketing, transactional, `internal`, disclosure
    }

    /// Who gets it.
    package enum Recipient: String, Hashable, Sendable, CaseIterable {
        /// The subject, at a channel that he agreed to for the topic.
        case owner
        /// Whom he named for technical matters.
        case technicalContact = "technical_contact"
        /// The subject, at a channel that he proposed and has not proven yet.
        case proposed
        /// The address that a new one took the place of.
        case previous
        /// The company's own people.
        case staff
        /// Somebody outside to whom data were disclosed.
        case recipient
    }

    /// The kind's name.
    package let kind: String
    /// What it is for.
    package let ofClass: Class
    /// Who gets it.
    package let to: [Recipient]
    /// The topic a channel must be agreed for.
    package let topic: Channel.Topic
    /// What its slots carry.
    package internal(set) var slots: [String: SlotRule]
    /// Its text by language.
    package let texts: [String: Text]
    /// Where the charter says so.
    package let place: Place

    /// A notice in one language.
    package struct Text: Sendable {
        /// The subject line.
        package let subject: Template
        /// The body.
        package let body: Template
    }
}

extension NoticeRule {
    /// Whether it goes to somebody who is no customer: the company's own people, or somebody outside.
    package var isToOthers: Bool { to.contains(.staff) || to.contains(.recipient) }

    /// The one kind of label by which it names a thing.
    package func label(of path: FieldPath) -> String? { slots.values.first { $0.path == path }?.label }

    /// The same notice, each slot of a label bound to what that kind of label stands for.
    func with(_ labels: [String: LabelRule]) -> NoticeRule {
        var notice = self
        notice.slots = slots.mapValues { $0.with(labels) }
        return notice
    }
}
