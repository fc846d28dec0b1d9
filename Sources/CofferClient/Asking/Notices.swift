public import CofferModel

extension Asker {
    /// Renders a notice as it would leave; nothing is sent.
    ///
    /// - Parameters:
    ///   - kind: the kind of notice, as the charter names it.
    ///   - subject: whom it is for.
    ///   - record: what it is about: the certificate, the invoice.
    /// - Returns: the notice.
    /// - Throws: `leak_detected` when it holds a value it must not carry, the denial's code, or a failure.
    public func preview(
        _ kind: String, for subject: SubjectID, about record: RecordID
    ) async throws(VaultError) -> NoticePreview {
        let body: JSON = [
            "kind": .string(kind), "subject": .string(subject.description),
            "about": .string(record.description),
        ]
        return try await ask(Call.post("/v1/notices/preview", .json(body)), NoticePreview.init(json:))
    }
}
