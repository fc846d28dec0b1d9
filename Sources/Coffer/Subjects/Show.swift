import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Shows a subject as one role sees him.
    ///
    /// - Parameters:
    ///   - subject: the subject.
    ///   - patterns: `class.field` or `class.*`, each with the form wished for, if any; none means everything.
    ///   - session: who asks.
    /// - Returns: the records with at least one field asked for.
    /// - Throws: `not_found` alike for a foreign, an erased and a missing subject; `bad_value` for a pattern that no
    ///   field of the charter has.
    public func show(
        _ subject: SubjectID, fields patterns: [FieldPattern] = [], as session: Session
    ) async throws(VaultError) -> SubjectView {
        // The charter is no secret, and a name with a mistake in it is no question about anybody.
        guard patterns.allSatisfy({ one in charter.fields.keys.contains { one.names($0) } }) else {
            throw VaultError(.badValue, rule: "field.unknown")
        }
        let wishes = charter.fields.keys.sorted().compactMap { path in
            FieldPattern.wish(for: path, in: patterns).map { (path: FieldPath?.some(path), form: $0) }
        }
        try await refuse(
            refusal(session, .read, wishes), session, .read, patterns.isEmpty ? [] : wishes.compactMap(\.path)
        )
        let loaded = try await load([subject])
        let rows = (loaded.open[subject]?.records.values.sorted { $0.record < $1.record }) ?? []
        var asks: [FieldAsk] = []
        for row in rows {
            asks += try stored(row).compactMap { path in
                guard let wish = FieldPattern.wish(for: path, in: patterns) else { return nil }
                return FieldAsk(subject: subject, record: row.record, path: path, form: wish)
            }
        }
        guard !asks.isEmpty else { return try await nothing(subject, session, loaded) }
        let answers = try await read(asks, session, loaded, .read)
        if let code = Self.wholeDenial(answers) { throw denied(code) }
        let granted = Set(zip(asks, answers).filter { Self.isAnswered($0.1.result) }.map(\.0.record))
        var views: [RecordView] = []
        // What a role sees nothing of is not listed for it either, unless it asked for that by name.
        for row in rows where !patterns.isEmpty || granted.contains(row.record) {
            let mine = zip(asks, answers).filter { $0.0.record == row.record }
            guard let name = mine.first?.0.path.className else { continue }
            let fields = Dictionary(uniqueKeysWithValues: mine.map { ($0.0.path.field, $0.1.result) })
            views.append(
                RecordView(
                    record: row.record, parent: row.parent, className: name, revision: row.revision,
                    fields: fields))
        }
        return SubjectView(subject: subject, records: views)
    }

    /// The fields that a row holds values of, as far as the charter knows them.
    func stored(_ row: RecordRow) throws(VaultError) -> [FieldPath] {
        guard let packed = try? PackedRow(reading: row.packed) else { throw VaultError(.integrity) }
        var paths: [FieldPath] = []
        for cell in packed.cells where cell.kind == 1 {
            let number = FieldNumber(ofClass: row.ofClass, field: cell.field)
            if let path = charter.numbers[number] { paths.append(path) }
        }
        return paths
    }

    /// A subject without a field to show is recorded and answered like one who does not exist.
    private func nothing(
        _ subject: SubjectID, _ session: Session, _ loaded: Loaded
    ) async throws(VaultError) -> SubjectView {
        let id = RequestID.random(from: random)
        var row = entry(session, id, .read)
        row.subject = loaded.open[subject]?.keys.reference
        row.code = .notFound
        _ = try await record([row])
        throw VaultError(.notFound)
    }

    /// The one code for an answer in which nothing was granted.
    private static func wholeDenial(_ answers: [Answer]) -> Code? {
        var codes: Set<Code> = []
        for answer in answers {
            guard case .denied(let code) = answer.result else { return nil }
            codes.insert(code)
        }
        return codes.count == 1 ? codes.first : codes.contains(.integrity) ? .integrity : .roleDenied
    }

    /// Whether a field was answered, or is the role's to see and damaged or past its time.
    private static func isAnswered(_ result: Answer.Result) -> Bool {
        switch result {
        case .value: true
        case .denied(let code): ![.roleDenied, .noPurpose, .notFound].contains(code)
        }
    }
}
