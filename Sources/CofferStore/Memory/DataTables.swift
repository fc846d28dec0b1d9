import CofferModel

/// The tables of the in-memory data store, and the steps that change them.
struct DataTables: Sendable {
    private(set) var records: [RecordID: RecordRow] = [:]
    private(set) var recordsOf: [SubjectID: Set<RecordID>] = [:]
    private(set) var tokens: [RecordID: Set<IndexRow>] = [:]
    private(set) var found: [IndexKey: Set<RecordPlace>] = [:]
    private(set) var facts: [SubjectID: FactsRow] = [:]
    private(set) var references: [[UInt8]: ReferenceRow] = [:]
    private(set) var idempotency: [[UInt8]: IdempotencyRow] = [:]
    private(set) var notices: [NoticeID: OutboxRow] = [:]
    private(set) var issued: [[UInt8]: IssuedRow] = [:]
    private(set) var orders: [Reference: OrderRow] = [:]

    /// What a find asks for.
    struct IndexKey: Hashable, Sendable {
        let number: FieldNumber
        let generation: UInt16
        let token: [UInt8]
    }

    /// One row set or, as nil, removed.
    enum Step {
        case record(RecordID, RecordRow?)
        case tokens(RecordID, Set<IndexRow>)
        case facts(SubjectID, FactsRow?)
        case reference([UInt8], ReferenceRow?)
        case idempotency([UInt8], IdempotencyRow?)
        case notice(NoticeID, OutboxRow?)
        case issued([UInt8], IssuedRow?)
        case order(Reference, OrderRow?)
    }

    /// Takes one step and answers the step that takes it back.
    mutating func take(_ step: Step) -> Step {
        switch step {
        case .record(let id, let row):
            let old = records.updateOrRemove(row, at: id)
            if let old { recordsOf[old.subject, default: []].remove(id) }
            if let row { recordsOf[row.subject, default: []].insert(id) }
            if let old, recordsOf[old.subject]?.isEmpty == true { recordsOf[old.subject] = nil }
            return .record(id, old)
        case .tokens(let id, let rows):
            let old = tokens.updateOrRemove(rows.isEmpty ? nil : rows, at: id) ?? []
            for row in old { found[row.key, default: []].remove(row.place) }
            for row in rows { found[row.key, default: []].insert(row.place) }
            for row in old where found[row.key]?.isEmpty == true { found[row.key] = nil }
            return .tokens(id, old)
        case .facts(let id, let row): return .facts(id, facts.updateOrRemove(row, at: id))
        case .reference(let token, let row):
            return .reference(token, references.updateOrRemove(row, at: token))
        case .idempotency(let token, let row):
            return .idempotency(token, idempotency.updateOrRemove(row, at: token))
        case .notice(let id, let row): return .notice(id, notices.updateOrRemove(row, at: id))
        case .issued(let token, let row): return .issued(token, issued.updateOrRemove(row, at: token))
        case .order(let name, let row): return .order(name, orders.updateOrRemove(row, at: name))
        }
    }
}

extension IndexRow {
    fileprivate var key: DataTables.IndexKey {
        DataTables.IndexKey(number: number, generation: generation, token: token)
    }
    fileprivate var place: RecordPlace { RecordPlace(subject: subject, record: record) }
}

extension Dictionary {
    fileprivate mutating func updateOrRemove(_ value: Value?, at key: Key) -> Value? {
        guard let value else { return removeValue(forKey: key) }
        return updateValue(value, forKey: key)
    }
}
