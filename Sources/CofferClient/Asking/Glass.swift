public import CofferModel

extension Asker {
    /// Asks to see, once, fields of a record that the charter opens only with a second person's approval.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - fields: 1...16 of its fields.
    /// - Returns: the request, which waits for 15 minutes.
    /// - Throws: `usage` where no approval is needed, `bad_value`, `approval_missing` when there is nobody who could
    ///   approve, `throttled`, `not_found`, the denial's code, or a failure.
    public func askToBreakGlass(
        _ record: RecordID, _ fields: [FieldPath]
    ) async throws(VaultError) -> GlassRequest {
        let body: JSON = ["fields": .array(fields.map { .string($0.description) })]
        return try await ask(
            Call.post("/v1/records/\(record)/glass", .json(body)).changing, GlassRequest.init(json:))
    }

    /// Who asks to break the glass: all requests for who may approve, else one's own.
    ///
    /// - Returns: the requests, oldest first.
    /// - Throws: the denial's code, or a failure.
    public func glassRequests() async throws(VaultError) -> [GlassRequest] {
        try await ask(Call.get("/v1/glass")) { (json) throws(Members.Unexpected) in
            try json.list("requests", GlassRequest.init(json:))
        }
    }

    /// Approves that somebody else breaks the glass, once and within 15 minutes.
    ///
    /// - Parameter request: its number.
    /// - Returns: the request.
    /// - Throws: `not_found`, `role_denied`, `approval_missing` for who asked himself, the denial's code, or a failure.
    @discardableResult
    public func approveGlass(_ request: ProposalID) async throws(VaultError) -> GlassRequest {
        try await ask(
            Call.post("/v1/glass/\(request)/approve", .json([:])).changing, GlassRequest.init(json:))
    }

    /// Breaks the glass: shows what was asked for and approved, once.
    ///
    /// - Parameters:
    ///   - request: its number.
    ///   - record: the record that it is for.
    /// - Returns: the record with these fields.
    /// - Throws: `not_found`, `approval_missing` before it was approved, the denial's code, or a failure.
    public func breakGlass(
        _ request: ProposalID, of record: RecordID
    ) async throws(VaultError) -> SubjectView {
        let body: JSON = ["record": .string(record.description)]
        return try await ask(
            Call.post("/v1/glass/\(request)/open", .json(body)).changing, SubjectView.init(json:))
    }

    /// Lists the secrets of devices that are to be changed; none of them is opened.
    ///
    /// - Parameter subject: after which customer to begin; nil for the first.
    /// - Returns: a part of the list, and where it goes on.
    /// - Throws: `throttled` when there is no budget for all of them, the denial's code, or a failure.
    public func dueSecrets(after subject: SubjectID?) async throws(VaultError) -> DueSecrets {
        let query = subject.map { "?after=\($0)" } ?? ""
        return try await ask(Call.get("/v1/credentials/due" + query), DueSecrets.init(json:))
    }
}
