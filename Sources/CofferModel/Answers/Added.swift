/// What was added.
public struct Added: Hashable, Sendable {
    /// The new subject.
    public let subject: SubjectID
    /// His records, in the order they were given.
    public let records: [RecordID]

    /// Takes the new ids.
    ///
    /// - Parameters:
    ///   - subject: the new subject.
    ///   - records: his records, in the order they were given.
    public init(
        subject: SubjectID, records: [RecordID]
    ) {
        self.subject = subject
        self.records = records
    }
}

extension Added {
    /// The answer for programs.
    public var json: JSON {
        [
            "subject": .string(subject.description),
            "records": .array(records.map { .string($0.description) }),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let subject = try members.text("subject") { SubjectID($0) }
        let records = try members.texts("records") { RecordID($0) }
        try members.end()
        self.init(subject: subject, records: records)
    }
}
