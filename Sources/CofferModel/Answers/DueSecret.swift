/// A secret of a device that is to be changed: where it is, never what it is.
public struct DueSecret: Hashable, Sendable {
    /// Why it is to be changed.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Somebody saw it, breaking the glass, since it was written.
        case seen
        /// A certificate of its device was revoked since.
        case revoked
        /// It is older than the charter lets it be.
        case age
    }

    /// Whose device it is.
    public let subject: SubjectID
    /// The device, where the record hangs on one.
    public let device: RecordID?
    /// The record that holds it.
    public let record: RecordID
    /// Its field.
    public let field: FieldPath
    /// Why.
    public let reason: Reason
    /// When it was written.
    public let since: Timestamp
    /// By when it was to be changed; nil for as soon as can be.
    public let by: Timestamp?

    /// Takes all parts.
    public init(
        subject: SubjectID, device: RecordID?, record: RecordID, field: FieldPath, reason: Reason,
        since: Timestamp,
        by: Timestamp?
    ) {
        self.subject = subject
        self.device = device
        self.record = record
        self.field = field
        self.reason = reason
        self.since = since
        self.by = by
    }
}

/// A part of the list of secrets that are to be changed.
public struct DueSecrets: Hashable, Sendable {
    /// Customer by customer.
    public let secrets: [DueSecret]
    /// After which customer the list goes on; nil at its end.
    public let next: SubjectID?

    /// Takes both.
    public init(secrets: [DueSecret], next: SubjectID?) {
        self.secrets = secrets
        self.next = next
    }
}

extension DueSecret {
    /// The answer for programs.
    public var json: JSON {
        var members: [String: JSON] = [
            "subject": .string(subject.description), "record": .string(record.description),
            "field": .string(field.description), "reason": .string(reason.rawValue),
            "since": .string(since.description),
        ]
        members["device"] = device.map { .string($0.description) }
        members["by"] = by.map { .string($0.description) }
        return .object(members)
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        self.init(
            subject: try members.text("subject") { SubjectID($0) },
            device: try members.takeIfPresent("device") { $0.string.flatMap { RecordID($0) } },
            record: try members.text("record") { RecordID($0) },
            field: try members.text("field") { FieldPath($0) },
            reason: try members.text("reason") { Reason(rawValue: $0) },
            since: try members.text("since") { Timestamp($0) },
            by: try members.takeIfPresent("by") { $0.string.flatMap { Timestamp($0) } })
        try members.end()
    }
}

extension DueSecrets {
    /// The answer for programs.
    public var json: JSON {
        var members: [String: JSON] = ["due": .array(secrets.map(\.json))]
        members["next"] = next.map { .string($0.description) }
        return .object(members)
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        self.init(
            secrets: try members.list("due") { (line) throws(Members.Unexpected) in try DueSecret(json: line)
            },
            next: try members.takeIfPresent("next") { $0.string.flatMap { SubjectID($0) } })
        try members.end()
    }
}
