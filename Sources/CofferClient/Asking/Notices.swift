public import CofferModel

extension Asker {
    /// Renders a notice as it would leave; nothing is sent.
    ///
    /// - Parameters:
    ///   - kind: the kind of notice, as the charter names it.
    ///   - subject: whom it is for.
    ///   - record: what it is about: the certificate, the invoice; nil for a kind that is about nothing of his.
    ///   - given: what the sender gives, by slot.
    ///   - recipient: who would get it, if not the customer: his name in the delivery settings.
    /// - Returns: the notice.
    /// - Throws: `leak_detected` when it holds a value it must not carry, the denial's code, or a failure.
    public func preview(
        _ kind: String, for subject: SubjectID, about record: RecordID?, given: [String: String] = [:],
        recipient: String? = nil
    ) async throws(VaultError) -> NoticePreview {
        let body = Self.notice(kind, subject, record, given, recipient)
        return try await ask(Call.post("/v1/notices/preview", .json(body)), NoticePreview.init(json:))
    }

    /// Has a notice sent: whether it may leave, where to, and what it says is decided when it does.
    ///
    /// - Parameters:
    ///   - kind: the kind of notice, as the charter names it.
    ///   - subject: whom it is for.
    ///   - record: what it is about; nil for a kind that is about nothing of his.
    ///   - given: what the sender gives, by slot.
    ///   - recipient: who gets it, if not the customer: his name in the delivery settings.
    ///   - key: asked again with the same key within a day, the same answer is given and nothing is queued.
    /// - Returns: its number.
    /// - Throws: `bad_value` for what was given, the denial's code, or a failure.
    public func send(
        _ kind: String, to subject: SubjectID, about record: RecordID?, given: [String: String] = [:],
        recipient: String? = nil, idempotencyKey key: String?
    ) async throws(VaultError) -> QueuedNotice {
        let body = Self.notice(kind, subject, record, given, recipient)
        let call = Call.post("/v1/notices", .json(body)).changing
        return try await ask(call, key: key, QueuedNotice.init(json:))
    }

    /// Lists notices that wait to leave, have left or could not, newest first.
    ///
    /// - Parameters:
    ///   - subject: whose; nil for everybody's.
    ///   - state: only what came to this; nil for all.
    /// - Returns: at most ``Limits/noticesListed``.
    /// - Throws: the denial's code, or a failure.
    public func notices(
        of subject: SubjectID?, state: NoticeState?
    ) async throws(VaultError) -> [NoticeLine] {
        let query = [subject.map { "subject=\($0)" }, state.map { "state=\($0.rawValue)" }].compactMap(\.self)
        let path = "/v1/notices" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        return try await ask(Call.get(path)) { (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try members.list("notices") { (line) throws(Members.Unexpected) in try NoticeLine(json: line)
                }
            }
        }
    }

    /// Has a notice that could not leave tried again.
    ///
    /// - Parameter notice: one that is `dead`.
    /// - Throws: `not_found`, `conflict`, the denial's code, or a failure.
    public func retry(_ notice: NoticeID) async throws(VaultError) {
        try await act(on: notice, "retry")
    }

    /// Takes a notice back that has not left.
    ///
    /// - Parameter notice: one that is `queued`.
    /// - Throws: `not_found`, `conflict`, the denial's code, or a failure.
    public func cancel(_ notice: NoticeID) async throws(VaultError) {
        try await act(on: notice, "cancel")
    }

    private func act(on notice: NoticeID, _ verb: String) async throws(VaultError) {
        let call = Call.post("/v1/notices/\(notice)/\(verb)", .json([:])).changing
        _ = try await ask(call) { (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try members.text("notice") { NoticeID($0) }
            }
        }
    }

    private static func notice(
        _ kind: String, _ subject: SubjectID, _ record: RecordID?, _ given: [String: String],
        _ recipient: String?
    ) -> JSON {
        var body: [String: JSON] = ["kind": .string(kind), "subject": .string(subject.description)]
        body["about"] = record.map { .string($0.description) }
        body["recipient"] = recipient.map { .string($0) }
        if !given.isEmpty { body["given"] = .object(given.mapValues { .string($0) }) }
        return .object(body)
    }
}
