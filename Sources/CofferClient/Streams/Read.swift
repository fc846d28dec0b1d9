public import CofferModel

/// One question of a stream of them.
public enum ReadAsk: Hashable, Sendable {
    /// A subject as this role sees him; no patterns means everything.
    case show(SubjectID, fields: [FieldPattern])
    /// Whether a field of a record equals what a person would type.
    case verify(SubjectID, RecordID, FieldPath, equals: JSON)
}

/// The answer to one question of a stream.
public enum ReadAnswer: Hashable, Sendable {
    case shown(SubjectView)
    /// `verified` with yes or no, or why there is no answer.
    case verified(SubjectID, RecordID, Answer.Result)
    case refused(SubjectID, VaultError)
}

extension Asker {
    /// Asks about many subjects in one stream, in flat memory.
    ///
    /// Each question is decided and recorded on its own. While the receiver is busy with an answer, the service waits.
    ///
    /// - Parameters:
    ///   - asks: the questions.
    ///   - receive: gets one answer a question, in order.
    /// - Returns: how many questions were answered and not refused; without it the answer was cut.
    /// - Throws: the denial's code, what `receive` throws, or a failure.
    public func read<Given: AsyncSequence & Sendable>(
        _ asks: Given, receive: (ReadAnswer) async throws(VaultError) -> Void
    ) async throws(VaultError) -> Int where Given.Element == ReadAsk {
        try await stream(Call.post("/v1/read", .lines), asks, line: { $0.json.canonical }) {
            (json) async throws(Stopped) in
            if json["lines"] != nil { return .last(try Stopped.reading(json, ReadAnswer.answered)) }
            let answer = try Stopped.reading(json, ReadAnswer.init(json:))
            do throws(VaultError) { try await receive(answer) } catch { throw .error(error) }
            if case .refused(_, let error) = answer { return .refused(error) }
            return .answered
        }
    }
}

extension ReadAsk {
    /// The question as a line.
    var json: JSON {
        switch self {
        case .show(let subject, let patterns):
            patterns.isEmpty
                ? ["subject": .string(subject.description)]
                : [
                    "subject": .string(subject.description),
                    "fields": .array(patterns.map { .string($0.description) }),
                ]
        case .verify(let subject, let record, let path, let value):
            [
                "subject": .string(subject.description), "record": .string(record.description),
                "field": .string(path.description), "equals": value,
            ]
        }
    }
}

extension ReadAnswer {
    /// Reads a line of the answer.
    init(json: JSON) throws(Members.Unexpected) {
        if json["records"] != nil {
            self = .shown(try SubjectView(json: json))
            return
        }
        var members = try Members(json)
        let subject = try members.text("subject") { SubjectID($0) }
        if json["record"] != nil {
            let record = try members.text("record") { RecordID($0) }
            guard let one = try members.take("fields", \.object).first else {
                throw Members.Unexpected(member: "fields")
            }
            self = .verified(subject, record, try Answer.Result(json: one.value))
        } else {
            self = .refused(subject, try VaultError(taking: &members))
        }
        try members.end()
    }

    /// Reads the last line.
    static func answered(json: JSON) throws(Members.Unexpected) -> Int {
        try json.only { (members) throws(Members.Unexpected) in
            _ = try members.count("lines")
            return try members.count("answered")
        }
    }
}
