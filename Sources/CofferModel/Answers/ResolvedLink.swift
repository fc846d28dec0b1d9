/// What the token of a link in a message stands for.
public struct ResolvedLink: Hashable, Sendable {
    /// What a token is for.
    public enum Use: String, Hashable, Sendable, CaseIterable {
        /// To go on, on the company's page, with what the message was about.
        case link
        /// To end advertising, when it is handed in for that; asking what it stands for ends nothing.
        case unsubscribe
    }

    /// Whom the message was about.
    public let subject: SubjectID
    /// What it was about: the certificate, the invoice; nil for a message about nothing of his.
    public let record: RecordID?
    /// Who got it, by his name in the delivery settings; nil for the customer himself.
    public let recipient: String?
    /// The kind of the message, as the charter names it.
    public let kind: String
    /// What the token is for.
    public let use: Use
    /// When it stops to stand for anything.
    public let until: Timestamp

    /// Takes the parts.
    ///
    /// - Parameters:
    ///   - subject: whom the message was about.
    ///   - record: what it was about; nil for a message about nothing of his.
    ///   - recipient: who got it, if not the customer.
    ///   - kind: the kind of the message.
    ///   - use: what the token is for.
    ///   - until: when it stops to stand for anything.
    public init(
        subject: SubjectID, record: RecordID?, recipient: String?, kind: String, use: Use, until: Timestamp
    ) {
        self.subject = subject
        self.record = record
        self.recipient = recipient
        self.kind = kind
        self.use = use
        self.until = until
    }
}

extension ResolvedLink {
    /// The answer for programs.
    public var json: JSON {
        var members: [String: JSON] = [
            "subject": .string(subject.description), "kind": .string(kind), "use": .string(use.rawValue),
            "until": .string(until.description),
        ]
        members["record"] = record.map { .string($0.description) }
        members["recipient"] = recipient.map { .string($0) }
        return .object(members)
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let subject = try members.text("subject") { SubjectID($0) }
        let record = try members.takeIfPresent("record") { $0.string.flatMap { RecordID($0) } }
        let recipient = try members.takeIfPresent("recipient", \.string)
        let kind = try members.text("kind") { $0 }
        let use = try members.text("use", Use.init(rawValue:))
        let until = try members.text("until") { Timestamp($0) }
        try members.end()
        self.init(subject: subject, record: record, recipient: recipient, kind: kind, use: use, until: until)
    }
}
