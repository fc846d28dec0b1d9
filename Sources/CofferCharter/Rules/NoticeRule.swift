package import CofferModel

/// One kind of outbound message: what it may carry and how it reads.
package struct NoticeRule: Sendable {
    /// What the message is for, which decides whether it can be stopped.
    package enum Class: String, Hashable, Sendable, CaseIterable {
        case mandatory, security, legal, marketing, transactional, `internal`, disclosure
    }

    /// Who gets it.
    package enum Recipient: String, Hashable, Sendable, CaseIterable {
        case owner
        case technicalContact = "technical_contact"
        case staff
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

/// What one slot of a notice carries.
package struct SlotRule: Hashable, Sendable {
    /// The form it is carried in.
    package let form: SlotForm
    /// The kind of a label.
    package let label: String?
    /// The field it comes from; nil for tokens, and for a label what its kind stands for.
    package internal(set) var path: FieldPath?
    /// For an amount, the field of its currency.
    package let currency: FieldPath?
    /// Whether the record may lack the field; a dash stands for it then.
    package let optional: Bool
    /// Where the charter says so.
    package let place: Place
}

extension NoticeRule {
    /// The one kind of label by which it names a thing.
    package func label(of path: FieldPath) -> String? {
        slots.values.first { $0.form == .label && $0.path == path }?.label
    }

    /// The same notice, each slot of a label bound to what that kind of label stands for.
    func with(_ labels: [String: LabelRule]) -> NoticeRule {
        var notice = self
        notice.slots = slots.mapValues { slot in
            var slot = slot
            if let kind = slot.label { slot.path = labels[kind]?.path }
            return slot
        }
        return notice
    }
}
