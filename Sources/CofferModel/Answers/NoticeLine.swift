/// A notice that was accepted for sending; whether it leaves is decided when it does.
public struct QueuedNotice: Hashable, Sendable {
    /// Its number in the vault; it is in no message.
    public let notice: NoticeID
    /// Its kind.
    public let kind: String
    /// How many channels could take it now; while there is none, it cannot leave.
    public let channels: Int
    /// Until when it is tried.
    public let expires: Timestamp

    /// Takes the answer.
    ///
    /// - Parameters:
    ///   - notice: its number.
    ///   - kind: its kind.
    ///   - channels: how many channels could take it now.
    ///   - expires: until when it is tried.
    public init(notice: NoticeID, kind: String, channels: Int, expires: Timestamp) {
        self.notice = notice
        self.kind = kind
        self.channels = channels
        self.expires = expires
    }

    /// The answer for programs.
    public var json: JSON {
        [
            "notice": .string(notice.description), "kind": .string(kind),
            "channels": .integer(Int64(channels)), "expires": .string(expires.description),
        ]
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        notice = try members.text("notice") { NoticeID($0) }
        kind = try members.text("kind") { $0 }
        channels = try members.take("channels") { $0.integer.flatMap { Int(exactly: $0) } }
        expires = try members.text("expires") { Timestamp($0) }
        try members.end()
    }
}

/// What became of a notice so far.
public enum NoticeState: String, Hashable, Sendable, CaseIterable {
    /// To be tried when it is due.
    case queued
    /// The other side took it.
    case sent
    /// Not tried again unless somebody says so.
    case dead
    /// Taken back, or its time was over before it left.
    case lapsed
}

/// A notice as a list shows it: no text, no address.
public struct NoticeLine: Hashable, Sendable {
    /// Its number in the vault.
    public let notice: NoticeID
    /// Whose it is.
    public let subject: SubjectID
    /// Who gets it, by his name in the delivery settings; nil for the customer himself.
    public let recipient: String?
    /// Its kind.
    public let kind: String
    /// What became of it so far.
    public let state: NoticeState
    /// How often it was tried.
    public let tries: Int
    /// When it was queued.
    public let created: Timestamp
    /// When it is tried next; nil when it is not.
    public let due: Timestamp?
    /// Why it has not left: a code, or a cause of delivery with the other side's numbers.
    public let reason: String?

    /// Takes a row.
    ///
    /// - Parameters:
    ///   - notice: its number.
    ///   - subject: whose it is.
    ///   - recipient: who gets it, if not the customer.
    ///   - kind: its kind.
    ///   - state: what became of it so far.
    ///   - tries: how often it was tried.
    ///   - created: when it was queued.
    ///   - due: when it is tried next.
    ///   - reason: why it has not left.
    public init(
        notice: NoticeID, subject: SubjectID, recipient: String?, kind: String, state: NoticeState,
        tries: Int, created: Timestamp, due: Timestamp?, reason: String?
    ) {
        self.notice = notice
        self.subject = subject
        self.recipient = recipient
        self.kind = kind
        self.state = state
        self.tries = tries
        self.created = created
        self.due = due
        self.reason = reason
    }

    /// The row for programs.
    public var json: JSON {
        var members: [String: JSON] = [
            "notice": .string(notice.description), "subject": .string(subject.description),
            "kind": .string(kind), "state": .string(state.rawValue), "tries": .integer(Int64(tries)),
            "created": .string(created.description),
        ]
        members["recipient"] = recipient.map { .string($0) }
        members["due"] = due.map { .string($0.description) }
        members["reason"] = reason.map { .string($0) }
        return .object(members)
    }

    /// Reads what ``json`` wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        notice = try members.text("notice") { NoticeID($0) }
        subject = try members.text("subject") { SubjectID($0) }
        recipient = try members.takeIfPresent("recipient", \.string)
        kind = try members.text("kind") { $0 }
        state = try members.text("state", NoticeState.init(rawValue:))
        tries = try members.take("tries") { $0.integer.flatMap { Int(exactly: $0) } }
        created = try members.text("created") { Timestamp($0) }
        due = try members.takeIfPresent("due") { $0.string.flatMap { Timestamp($0) } }
        reason = try members.takeIfPresent("reason", \.string)
        try members.end()
    }
}
