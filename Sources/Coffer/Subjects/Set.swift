import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore
import Synchronization

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
                try await refuse(writeRefusal(session, values.keys, of: nil), session, .write)
                let (subject, row, loaded) = try await present(record, session, .write)
                guard let open = loaded.open[subject] else { throw VaultError(.notFound) }
                guard let name = charter.classes.values.first(where: { $0.number == row.ofClass })?.name
                else { throw VaultError(.fieldNotInClass) }
                let input = RecordInput(className: name, fields: values)
                // Decided before anything is said of the values, or of what was answered before.
                let grant = try await grant(input, record, open, session, loaded)
                let repeated = try await idempotent(session, "set", key, body)
                if let answer = repeated.answer {
                    _ = try await self.record([entry(session, grant.grant.request, .write)])
                    guard let revision = BigEndian.value(answer, as: UInt64.self) else {
                        throw VaultError(.integrity)
                    }
                    return revision
                }
                let draft = RecordDraft(record: record, parent: row.parent, values: try canonical(input))
                guard row.revision == revision else {
                    throw VaultError(.conflict, "the record has another revision")
                }
                if loaded.facts[subject]?.isHandedOver(record) == true,
                    draft.values.keys.contains(where: { charter.numbers[$0]?.field == "handover" })
                {
                    throw VaultError(.conflict, rule: "handover.twice", "it was handed over already")
                }
                if loaded.facts[subject]?.isRevoked(record) == true,
                    draft.values.keys.contains(where: { charter.field($0)?.type == .certificate })
                {
                    throw VaultError(
                        .conflict, rule: "certificate.revoked", "a new certificate is a new record")
                }
                return try await write(draft, row, open, loaded.facts[subject], grant, repeated, session)
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
                try await refuse(
                    writeRefusal(session, input.fields.keys, of: input.className), session, .write)
                var loaded = try await present(subject, session, .write)
                guard let open = loaded.open[subject] else { throw VaultError(.notFound) }
                let record = RecordID.timeOrdered(at: now(), from: random)
                loaded.records[record] = RecordFacts(
                    ofClass: charter.classes[input.className]?.number ?? 0, subject: subject, parent: parent,
                    service: nil, created: now())
                let grant = try await grant(input, record, open, session, loaded)
                let repeated = try await idempotent(session, "record", key, body)
                if let answer = repeated.answer {
                    _ = try await self.record([entry(session, grant.grant.request, .write)])
                    guard let record = RecordID(bytes: answer) else { throw VaultError(.integrity) }
                    return record
                }
                if let parent, open.records[parent] == nil {
                    throw VaultError(.badValue, rule: "device.unknown")
                }
                guard open.records.count < Limits.recordsPerSubject else {
                    throw VaultError(.badValue, rule: "records.count")
                }
                let draft = RecordDraft(record: record, parent: parent, values: try canonical(input))
                _ = try await write(draft, nil, open, nil, grant, repeated, session)
                return record
            }
        } catch { throw vaultError(error) }
    }

    /// Decides a write by the names of its fields alone.
    func grant(
        _ input: RecordInput, _ record: RecordID, _ open: OpenSubject, _ session: Session, _ loaded: Loaded
    ) async throws(VaultError) -> HeldGrant {
        guard !input.fields.isEmpty else { throw VaultError(.badValue, rule: "record.empty") }
        let id = RequestID.random(from: random)
        let asks = input.fields.keys.sorted().map {
            Ask(
                subject: open.keys.subject, record: record,
                path: FieldPath(className: input.className, field: $0), form: nil)
        }
        var decision = charter.decide(request(session, id, .write, asks), facts(session, loaded))
        if let denial = decision.denials.first {
            _ = try await self.record(
                rows([], decision.denials, asks, entry(session, id, .write), loaded))
            // A name that the charter does not know may be anything, so it is not repeated.
            let path = asks[denial.ask].path.flatMap { charter.fields[$0]?.path }
            throw VaultError(
                denial.code, rule: denial.code == .fieldNotInClass ? "field.unknown" : nil, field: path)
        }
        guard let grant = decision.takeGrant() else { throw VaultError(.roleDenied) }
        return HeldGrant(grant)
    }

    private func write(
        _ asked: RecordDraft, _ before: RecordRow?, _ open: OpenSubject, _ facts: SubjectFacts?,
        _ held: HeldGrant, _ repeated: Repeated, _ session: Session
    ) async throws(VaultError) -> UInt64 {
        let draft = if let facts { try await changing(asked, facts, open, held) } else { asked }
        let sealed: SealedRecord
        let keys: SubjectKeys
        let moved: FactsRow?
        var told: [OutboxRow] = []
        var write = Write { _ in [] }
        do {
            let needed = Fields.scopes(of: draft, subject: open.keys.subject, charter)
            (keys, write.scopes) = try fields.addScopes(open.keys, needed)
            let tokens = before == nil ? [] : try await data.tokens(of: [draft.record])
            let old = before.map { (row: $0, tokens: tokens) }
            // A write over a row that somebody changed would make it the ledger's own.
            if let old, !isVouched(old.row, old.tokens, open.keys) {
                throw VaultError(.integrity, "the record is not what the ledger says")
            }
            sealed = try fields.seal(held.grant, draft, before: old, keys, charter, at: now())
            if let old { try checkAgreement(draft, old, sealed) }
            moved = try facts.flatMap { try readdressed($0, by: draft, at: sealed.row.revision, keys) }
            if let facts, let before {
                told = try farewells(facts, by: draft, over: before).map { try queued($0, open) }
            }
        } catch { throw vaultError(error) }
        let answer = before == nil ? draft.record.bytes : BigEndian.bytes(sealed.row.revision)
        let extra = repeated.row(answer: answer).map { [DataChange.putIdempotency($0)] } ?? []
        write.changes = { [told] positions in
            var row = sealed.row
            if let position = positions.first { row.intent = position }
            let change: DataChange =
                before.map { .replaceRecord(row, expected: $0.revision, tokens: sealed.tokens) }
                ?? .insertRecord(row, sealed.tokens)
            return [change] + (moved?.replacing(at: row.intent) ?? [])
                + told.map { .insertNotice($0.announced(at: positions.first)) } + extra
        }
        var intent = intent(asked, sealed, keys, held, session, moved)
        intent.changes += told.map { $0.announcement(keys) }
        write.intents = [intent]
        _ = try await commit(write)
        return sealed.row.revision
    }

    private func intent(
        _ draft: RecordDraft, _ sealed: SealedRecord, _ keys: SubjectKeys, _ held: HeldGrant,
        _ session: Session, _ moved: FactsRow?
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
        if let moved {
            intent.noted = "channel.readdressed"
            intent.changes.append(moved.announcement)
        }
        return intent
    }
}
