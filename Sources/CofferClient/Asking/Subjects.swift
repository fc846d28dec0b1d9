public import CofferModel

extension Asker {
    /// Takes in a customer.
    ///
    /// - Parameters:
    ///   - input: his data.
    ///   - key: asked again with the same key within a day, the same answer is given and nothing is added.
    /// - Returns: the new ids.
    /// - Throws: `bad_value` with field and rule, the denial's code, or a failure.
    public func add(
        _ input: SubjectInput, idempotencyKey key: String?
    ) async throws(VaultError) -> Added {
        try await ask(Call.post("/v1/subjects", .json(input.line)).changing, key: key, Added.init(json:))
    }

    /// Shows a subject as this role sees him.
    ///
    /// - Parameters:
    ///   - subject: the subject.
    ///   - patterns: `class.field` or `class.*`, each with the form wished for, if any; none means everything.
    /// - Returns: the records with at least one field asked for.
    /// - Throws: `not_found` alike for a foreign, an erased and a missing subject; the denial's code, or a failure.
    public func show(
        _ subject: SubjectID, fields patterns: [FieldPattern] = []
    ) async throws(VaultError) -> SubjectView {
        let query = patterns.isEmpty ? "" : "?fields=" + patterns.map(\.description).joined(separator: ",")
        return try await ask(Call.get("/v1/subjects/\(subject)\(query)"), SubjectView.init(json:))
    }

    /// Finds subjects by the exact value of an indexed field.
    ///
    /// - Parameters:
    ///   - path: the field.
    ///   - text: the value, as a person would type it.
    /// - Returns: at most 20 subjects that this asker may know of.
    /// - Throws: the denial's code, `bad_value`, or a failure.
    public func find(_ path: FieldPath, equals text: String) async throws(VaultError) -> [SubjectID] {
        let body: JSON = ["field": .string(path.description), "equals": .string(text)]
        return try await ask(Call.post("/v1/find", .json(body))) { (json) throws(Members.Unexpected) in
            try json.only { (members) throws(Members.Unexpected) in
                try members.texts("subjects") { SubjectID($0) }
            }
        }
    }

    /// Forgets a customer: destroys every key his values were sealed under, then removes his rows.
    ///
    /// - Parameter subject: the subject.
    /// - Returns: what was done.
    /// - Throws: `not_found`, `hold_active`, the denial's code, or a failure.
    public func erase(_ subject: SubjectID) async throws(VaultError) -> Erasure {
        try await ask(
            Call.post("/v1/subjects/\(subject)/erasure", .json([:])).changing, Erasure.init(json:))
    }

    /// Notes something about a customer that decisions read: from the next request on, it counts.
    ///
    /// - Parameters:
    ///   - note: what to note.
    ///   - subject: about whom.
    /// - Returns: the revision of what is known of him; the same as before when it was noted already.
    /// - Throws: `bad_value` with its rule, `opted_out`, `not_found`, the denial's code, or a failure.
    @discardableResult
    public func note(_ note: SubjectNote, about subject: SubjectID) async throws(VaultError) -> UInt64 {
        let call = Call.post("/v1/subjects/\(subject)/\(note.kind.rawValue)", .json(note.json)).changing
        return try await ask(call) { json throws(Members.Unexpected) in
            var members = try Members(json)
            let revision = try members.take("revision") { $0.integer.flatMap { UInt64(exactly: $0) } }
            try members.end()
            return revision
        }
    }

    /// Who saw and did what with one subject's data: the newest 1,000 rows, or those before a given one.
    ///
    /// - Parameters:
    ///   - subject: the subject.
    ///   - before: only rows that stand before this one, as `HistoryPage.more` named it; nil for the newest.
    /// - Returns: the rows about him, oldest first, and from where to go on.
    /// - Throws: `not_found`, the denial's code, or a failure.
    public func history(
        of subject: SubjectID, before: LedgerPlace? = nil
    ) async throws(VaultError) -> HistoryPage {
        let query = before.map { "?before=\($0)" } ?? ""
        return try await ask(Call.get("/v1/subjects/\(subject)/history\(query)"), HistoryPage.init(json:))
    }
}

extension SubjectInput {
    /// The customer as a line of an import; what was not given is left out.
    var line: JSON {
        var members: [String: JSON] = [
            "language": .string(language), "source": .string(source), "records": .array(records.map(\.line)),
        ]
        members["ref"] = ref.map { .string($0) }
        return .object(members)
    }
}

extension RecordInput {
    fileprivate var line: JSON {
        var members: [String: JSON] = ["class": .string(className), "fields": .object(fields)]
        members["ref"] = ref.map { .string($0) }
        members["device"] = device.map { .string($0) }
        return .object(members)
    }
}
