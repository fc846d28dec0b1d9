/// What a label stands for.
public struct ResolvedLabel: Hashable, Sendable {
    /// The customer.
    public let subject: SubjectID
    /// The record; nil for the label of a network.
    public let record: RecordID?
    /// The class of what it stands for, as `device`.
    public let className: String
    /// The kind of label, as the charter names it.
    public let kind: String
    /// When it stops to stand for anything.
    public let until: Timestamp

    /// Takes the parts.
    ///
    /// - Parameters:
    ///   - subject: the customer.
    ///   - record: the record; nil for the label of a network.
    ///   - className: the class of what it stands for.
    ///   - kind: the kind of label.
    ///   - until: when it stops to stand for anything.
    public init(
        subject: SubjectID, record: RecordID?, className: String, kind: String, until: Timestamp
    ) {
        self.subject = subject
        self.record = record
        self.className = className
        self.kind = kind
        self.until = until
    }
}

extension ResolvedLabel {
    /// The answer for programs.
    public var json: JSON {
        var members: [String: JSON] = [
            "subject": .string(subject.description), "class": .string(className), "kind": .string(kind),
            "until": .string(until.description),
        ]
        members["record"] = record.map { .string($0.description) }
        return .object(members)
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let subject = try members.text("subject") { SubjectID($0) }
        let record = try members.takeIfPresent("record") { $0.string.flatMap { RecordID($0) } }
        let className = try members.text("class") { $0 }
        let kind = try members.text("kind") { $0 }
        let until = try members.text("until") { Timestamp($0) }
        try members.end()
        self.init(subject: subject, record: record, className: className, kind: kind, until: until)
    }
}
