import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Writes values of one record, keeping those not named.
    ///
    /// - Parameters:
    ///   - record: the record.
    ///   - values: new values by field name.
    ///   - revision: the revision the asker has seen; another one is `conflict`.
    ///   - key: asked again with the same key within a day, the same answer is given and nothing is written.
    ///   - session: who asks.
    /// - Returns: the record's new revision.
    /// - Throws: `bad_value` with field and rule, `conflict`, `not_found`, the denial's code, or a failure.
    public func set(
        _ record: RecordID, _ values: [String: JSON], revision: UInt64, idempotencyKey key: String?,
        as session: Session
    ) async throws(VaultError) -> UInt64 {
        try checkAlive()
        let body: JSON = [
            "record": .string(record.description), "revision": .integer(Int64(clamping: revision)),
            "values": .object(values),
        ]
        try await prepareIdempotency(key)
        do {
            return try await turn.take {
                let repeated = try await idempotent(session, "set", key, body)
                if let answer = repeated.answer {
                    guard let revision = BigEndian.value(answer, as: UInt64.self) else {
                        throw VaultError(.integrity)
                    }
                    return revision
                }
                let (subject, row, loaded) = try await present(record, session, .write)
                guard let open = loaded.open[subject] else { throw VaultError(.notFound) }
                guard let name = charter.classes.values.first(where: { $0.number == row.ofClass })?.name
                else {
                    throw VaultError(.fieldNotInClass)
                }
                let input = RecordInput(className: name, fields: values)
                let draft = RecordDraft(record: record, parent: row.parent, values: try canonical(input))
                let grant = try await grant(draft, open, session, loaded)
                guard row.revision == revision else {
                    throw VaultError(.conflict, "the record has another revision")
                }
                return try await write(draft, row, open, grant, repeated, session)
            }
        } catch { throw vaultError(error) }
    }

    /// Adds a record to a subject.
    ///
    /// - Parameters:
    ///   - input: the record; `device` must be nil, the parent is named by its id.
    ///   - subject: the subject.
    ///   - parent: the record it hangs on.
    ///   - key: asked again with the same key within a day, the same answer is given and nothing is added.
    ///   - session: who asks.
    /// - Returns: the new record.
    /// - Throws: as ``set(_:_:revision:idempotencyKey:as:)``.
    public func addRecord(
        _ input: RecordInput, to subject: SubjectID, parent: RecordID?, idempotencyKey key: String?,
        as session: Session
    ) async throws(VaultError) -> RecordID {
        try checkAlive()
        let body: JSON = [
            "subject": .string(subject.description),
            "parent": parent.map { .string($0.description) } ?? .null,
            "class": .string(input.className), "fields": .object(input.fields),
        ]
        try await prepareIdempotency(key)
        do {
            return try await turn.take {
                let repeated = try await idempotent(session, "record", key, body)
                if let answer = repeated.answer {
                    guard let record = RecordID(bytes: answer) else { throw VaultError(.integrity) }
                    return record
                }
                var loaded = try await present(subject, session, .write)
                guard let open = loaded.open[subject] else { throw VaultError(.notFound) }
                if let parent, open.records[parent] == nil {
                    throw VaultError(.badValue, rule: "device.unknown")
                }
                guard open.records.count < Limits.recordsPerSubject else {
                    throw VaultError(.badValue, rule: "records.count")
                }
                let record = RecordID.timeOrdered(at: now(), from: random)
                let draft = RecordDraft(record: record, parent: parent, values: try canonical(input))
                loaded.records[record] = RecordFacts(
                    ofClass: draft.values.keys.first?.ofClass ?? 0, subject: subject, parent: parent,
                    service: nil, created: now())
                let grant = try await grant(draft, open, session, loaded)
                _ = try await write(draft, nil, open, grant, repeated, session)
                return record
            }
        } catch { throw vaultError(error) }
    }

    private func grant(
        _ draft: RecordDraft, _ open: OpenSubject, _ session: Session, _ loaded: Loaded
    ) async throws(VaultError) -> HeldGrant {
        let id = RequestID.random(from: random)
        let asks = asks(draft, of: open.keys.subject)
        var decision = charter.decide(request(session, id, .write, asks), facts(session, loaded))
        if let denial = decision.denials.first {
            _ = try await record(rows([], decision.denials, asks, entry(session, id, .write), loaded))
            throw VaultError(denial.code, field: asks[denial.ask].path)
        }
        guard let grant = decision.takeGrant() else { throw VaultError(.roleDenied) }
        return HeldGrant(grant)
    }

    private func write(
        _ draft: RecordDraft, _ before: RecordRow?, _ open: OpenSubject, _ held: HeldGrant,
        _ repeated: Repeated,
        _ session: Session
    ) async throws(VaultError) -> UInt64 {
        let sealed: SealedRecord
        let keys: SubjectKeys
        var write = Write { _ in [] }
        do {
            let needed = Fields.scopes(of: draft, subject: open.keys.subject, charter)
            (keys, write.scopes) = try fields.addScopes(open.keys, needed)
            let tokens = before == nil ? [] : try await data.tokens(of: [draft.record])
            let old = before.map { (row: $0, tokens: tokens) }
            sealed = try fields.seal(held.grant, draft, before: old, keys, charter, at: now())
        } catch { throw vaultError(error) }
        let answer = before == nil ? draft.record.bytes : BigEndian.bytes(sealed.row.revision)
        let extra = repeated.row(answer: answer).map { [DataChange.putIdempotency($0)] } ?? []
        write.changes = { positions in
            var row = sealed.row
            if let position = positions.first { row.intent = position }
            let change: DataChange =
                before.map { .replaceRecord(row, expected: $0.revision, tokens: sealed.tokens) }
                ?? .insertRecord(row, sealed.tokens)
            return [change] + extra
        }
        write.intents = [intent(draft, sealed, keys, held, session)]
        _ = try await commit(write)
        return sealed.row.revision
    }

    private func intent(
        _ draft: RecordDraft, _ sealed: SealedRecord, _ keys: SubjectKeys, _ held: HeldGrant,
        _ session: Session
    ) -> LedgerEntry {
        var intent = entry(session, held.grant.request, .write)
        intent.state = .intent
        intent.subject = keys.reference
        let reference = keys.reference(of: draft.record)
        intent.cells = [
            LedgerCell(
                record: reference, written: draft.values.keys.compactMap { charter.numbers[$0] }.sorted())
        ]
        intent.changes = [LedgerChange(record: reference, revision: sealed.row.revision, hash: sealed.hash)]
        return intent
    }
}
