/// What one role sees of one subject for one purpose.
public struct SubjectView: Hashable, Sendable {
    /// The subject.
    public let subject: SubjectID
    /// His records, oldest first.
    public let records: [RecordView]

    /// Takes the records of one subject.
    ///
    /// - Parameters:
    ///   - subject: the subject.
    ///   - records: his records, oldest first.
    public init(
        subject: SubjectID, records: [RecordView]
    ) {
        self.subject = subject
        self.records = records
    }
}

/// What one role sees of one record.
public struct RecordView: Hashable, Sendable {
    /// The record.
    public let record: RecordID
    /// The record it hangs on, as a certificate on its device.
    public let parent: RecordID?
    /// Its class.
    public let className: String
    /// Counts its writes; what a write must name to be sure it overwrites nothing unseen.
    public let revision: UInt64
    /// An answer a field, by name.
    public let fields: [String: Answer.Result]

    /// Takes what is seen of one record.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - parent: the record it hangs on.
    ///   - className: its class.
    ///   - revision: counts its writes.
    ///   - fields: an answer a field, by name.
    public init(
        record: RecordID, parent: RecordID?, className: String, revision: UInt64,
        fields: [String: Answer.Result]
    ) {
        self.record = record
        self.parent = parent
        self.className = className
        self.revision = revision
        self.fields = fields
    }
}

extension SubjectView {
    /// The answer for programs (docs/reference/answers.md).
    public var json: JSON {
        ["subject": .string(subject.description), "records": .array(records.map(\.json))]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let subject = try members.text("subject") { SubjectID($0) }
        let records = try members.list("records") { (json) throws(Members.Unexpected) in
            try RecordView(json: json)
        }
        try members.end()
        self.init(subject: subject, records: records)
    }
}

extension RecordView {
    /// One of the records of ``SubjectView/json``.
    public var json: JSON {
        var members: [String: JSON] = [
            "record": .string(record.description), "class": .string(className),
            "revision": .integer(Int64(clamping: revision)), "fields": .object(fields.mapValues(\.json)),
        ]
        members["parent"] = parent.map { .string($0.description) }
        return .object(members)
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        let record = try members.text("record") { RecordID($0) }
        let parent = try members.takeIfPresent("parent") { $0.string.flatMap { RecordID($0) } }
        let className = try members.text("class") { $0 }
        let revision = try members.take("revision") { $0.integer.flatMap { UInt64(exactly: $0) } }
        var fields: [String: Answer.Result] = [:]
        for (name, answer) in try members.take("fields", \.object) {
            fields[name] = try Answer.Result(json: answer)
        }
        try members.end()
        self.init(record: record, parent: parent, className: className, revision: revision, fields: fields)
    }
}
