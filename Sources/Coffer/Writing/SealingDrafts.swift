import CofferCharter
import CofferCrypto
import CofferFields
import CofferLedger
import CofferModel
import CofferStore

extension Vault {
    /// Validates a customer and gives him and his records their ids.
    ///
    /// - Throws: `bad_value` or `field_not_in_class`, with field and rule.
    func draft(_ input: SubjectInput) throws(VaultError) -> SubjectDraft {
        guard charter.sources[input.source] != nil else {
            throw VaultError(.badValue, rule: "source.unknown")
        }
        guard Self.languages.contains(input.language) else {
            throw VaultError(.badValue, rule: "language.unknown")
        }
        guard 1...Limits.recordsPerSubject ~= input.records.count else {
            throw VaultError(.badValue, rule: "records.count")
        }
        let now = now()
        let subject = SubjectID.timeOrdered(at: now, from: random)
        var byRef: [String: RecordID] = [:]
        // Sorted, so that records stay in the order they were given.
        let ids = input.records.map { _ in RecordID.timeOrdered(at: now, from: random) }.sorted()
        for (record, id) in zip(input.records, ids) {
            guard let ref = record.ref else { continue }
            guard byRef.updateValue(id, forKey: ref) == nil else {
                throw VaultError(.badValue, rule: "ref.twice")
            }
        }
        var drafts: [RecordDraft] = []
        for (record, id) in zip(input.records, ids) {
            let parent = record.device.map { byRef[$0] }
            if case .some(.none) = parent { throw VaultError(.badValue, rule: "device.unknown") }
            drafts.append(RecordDraft(record: id, parent: parent ?? nil, values: try canonical(record)))
        }
        guard drafts.reduce(0, { $0 + intentBytes($1) }) <= Limits.ledgerRowBytes - 4096 else {
            throw VaultError(.tooLarge, rule: "records.count", "the customer does not fit one ledger row")
        }
        let facts = facts(input, ids, at: now)
        return SubjectDraft(
            subject: subject, records: drafts, facts: facts,
            references: try references(input, drafts, of: subject), grant: nil)
    }

    /// At most so many bytes a new record takes in its subject's ledger row: references and hashes of a fixed size, its
    /// own reference too, and the names of its fields.
    private func intentBytes(_ draft: RecordDraft) -> Int {
        draft.values.keys.reduce(400) { sum, number in
            sum + (charter.numbers[number]?.description.utf8.count ?? 0) + 3
        }
    }

    /// Languages a customer can be written to in.
    static let languages: Set<String> = ["bg", "en", "kk", "ru"]

    /// What decisions will know of a new customer: an order opens service `default`, and proposes its e-mail as channel.
    private func facts(_ input: SubjectInput, _ ids: [RecordID], at now: Timestamp) -> SubjectFacts {
        let jurisdiction = input.records.lazy.compactMap { $0.fields["jurisdiction"]?.string }.first
        var facts = SubjectFacts(language: input.language, jurisdiction: jurisdiction, source: input.source)
        for (record, id) in zip(input.records, ids) {
            if record.className == "device", record.fields["ownership"] == "provider" {
                facts.providerOwned.insert(id)
            }
            guard record.className == "contact", record.fields["email"] != nil, input.source == "order" else {
                continue
            }
            let path = FieldPath(className: "contact", field: "email")
            facts.channels.append(Channel(proposing: ChannelField(record: id, path: path), revision: 1))
        }
        if input.source == "order" {
            facts.services = [ServiceFacts(name: "default", opened: now)]
            facts.events = [
                SubjectEvent(name: .ordered, service: "default", record: nil, at: now, until: nil)
            ]
        }
        return facts
    }

    /// Seals new customers into one write: one intent each, one data transaction for all.
    ///
    /// - Parameters:
    ///   - drafts: decided drafts.
    ///   - session: who asks.
    ///   - id: the request.
    ///   - action: what the rows say was done.
    ///   - extra: stored in the same transaction.
    /// - Returns: the write.
    /// - Throws: ``VaultError``.
    func seal(
        _ drafts: [SubjectDraft], _ session: Session, _ id: RequestID, _ action: Action, extra: [DataChange]
    ) throws(VaultError) -> Write {
        var write = Write { _ in [] }
        var sealed: [SealedSubject] = []
        var references: [DataChange] = []
        let now = now()
        for draft in drafts {
            let one: SealedSubject
            do { one = try seal(draft, &write.scopes, at: now) } catch { throw VaultError(error.code) }
            var intent = entry(session, id, action)
            intent.state = .intent
            intent.subject = one.keys.reference
            intent.cells = zip(draft.records, one.records).map { record, _ in
                LedgerCell(
                    record: one.keys.reference(of: record.record),
                    written: record.values.keys.compactMap { charter.numbers[$0] }.sorted())
            }
            intent.changes = one.records.map {
                LedgerChange(
                    record: one.keys.reference(of: $0.row.record), revision: $0.row.revision, hash: $0.hash)
            }
            intent.changes.append(
                LedgerChange(record: nil, revision: one.facts.revision, hash: RowHash.facts(one.facts)))
            intent.changes += draft.references.compactMap(\.announcement)
            references += draft.references.map { .putReference($0) }
            write.intents.append(intent)
            sealed.append(one)
        }
        write.changes = { [sealed, references] positions in
            zip(sealed, positions).flatMap { $0.changes(at: $1) } + references + extra
        }
        return write
    }

    private func seal(
        _ draft: SubjectDraft, _ scopes: inout [WrappedScope], at now: Timestamp
    ) throws(FieldsError) -> SealedSubject {
        guard let held = draft.grant else { throw .foreignGrant }
        let (first, reference) = try fields.newSubject(draft.subject)
        let needed = Set(draft.records.flatMap { Fields.scopes(of: $0, subject: draft.subject, charter) })
        let (keys, wrapped) = try fields.addScopes(first, needed)
        scopes += [reference] + wrapped
        var records: [SealedRecord] = []
        for record in draft.records {
            records.append(try fields.seal(held.grant, record, before: nil, keys, charter, at: now))
        }
        let facts = try fields.seal(draft.facts, keys, intent: IntentPosition(log: 0, sequence: 0))
        return SealedSubject(keys: keys, facts: facts, records: records)
    }

    /// The company's own keys, kept as tokens: of the customer, with a keyed hash of his line, and of each record.
    private func references(
        _ input: SubjectInput, _ drafts: [RecordDraft], of subject: SubjectID
    ) throws(VaultError) -> [ReferenceRow] {
        var rows: [ReferenceRow] = []
        do {
            if let ref = input.ref {
                rows.append(
                    ReferenceRow(
                        token: try fields.referenceToken(ofClass: 0, ref), ofClass: 0, subject: subject,
                        record: nil, content: try contentHash(of: input)))
            }
            for (given, record) in zip(input.records, drafts) {
                guard let ref = given.ref, let number = record.values.keys.first?.ofClass else { continue }
                rows.append(
                    ReferenceRow(
                        token: try fields.referenceToken(ofClass: number, ref), ofClass: number,
                        subject: subject, record: record.record, content: nil))
            }
        } catch { throw VaultError(error.code) }
        return rows
    }
}

/// A new subject ready to be stored.
private struct SealedSubject: Sendable {
    let keys: SubjectKeys
    let facts: FactsRow
    let records: [SealedRecord]

    func changes(at intent: IntentPosition) -> [DataChange] {
        var facts = facts
        facts.intent = intent
        return [.insertFacts(facts)]
            + records.map { sealed in
                var row = sealed.row
                row.intent = intent
                return .insertRecord(row, sealed.tokens)
            }
    }
}

extension ReferenceRow {
    /// How the ledger announces one of the company's own references: under its token, as revision 0.
    ///
    /// The row outlives its subject: who removes it from the store cannot bring an erased customer back by importing him again.
    var announcement: LedgerChange? {
        Reference(bytes: token).map { LedgerChange(record: $0, revision: 0, hash: SHA256.hash(token)) }
    }
}
