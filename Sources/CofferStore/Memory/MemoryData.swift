package import CofferModel
import Synchronization

/// A data store in memory: for simulation and tests, with the semantics of the durable drivers.
package final class MemoryData: DataStore {
    private struct State {
        var tables = DataTables()
        var isClosed = false
        var fault: (error: StoreError, applied: Bool)?
    }

    /// The whole content of a store at one moment.
    package struct Snapshot: Sendable {
        fileprivate let tables: DataTables
    }

    private let state = Mutex(State())

    /// Starts empty.
    package init() {}

    /// The content now, as a backup would have it.
    package func snapshot() -> Snapshot { Snapshot(tables: state.withLock { $0.tables }) }

    /// Puts an earlier content in the place of the present one, and opens the store if it was closed.
    package func restore(_ snapshot: Snapshot) {
        state.withLock { $0 = State(tables: snapshot.tables) }
    }

    /// Makes the next commit throw, for simulation of faults.
    ///
    /// - Parameters:
    ///   - error: what it throws.
    ///   - applied: whether the rows are written all the same, as after ``StoreError/unknown``.
    package func failNextCommit(with error: StoreError, applied: Bool) {
        state.withLock { $0.fault = (error, applied) }
    }

    package func commit(_ batch: [DataChange]) async throws(StoreError) {
        precondition(batch.allSatisfy(\.isWhole), "a token belongs to another record than its row")
        try using { state throws(StoreError) in
            let fault = state.fault
            state.fault = nil
            if let fault, !fault.applied { throw fault.error }
            try state.tables.commit(batch)
            if let fault { throw fault.error }
        }
    }

    package func subjects(_ ids: [SubjectID]) async throws(StoreError) -> [SubjectID: StoredSubject] {
        try reading { tables in
            var found: [SubjectID: StoredSubject] = [:]
            for id in ids {
                let records = tables.recordsOf[id, default: []].sorted().compactMap { tables.records[$0] }
                let facts = tables.facts[id]
                if facts == nil && records.isEmpty { continue }
                found[id] = StoredSubject(facts: facts, records: records)
            }
            return found
        }
    }

    package func records(_ ids: [RecordID]) async throws(StoreError) -> [RecordID: RecordRow] {
        try reading { tables in tables.records.filter { Set(ids).contains($0.key) } }
    }

    package func find(
        _ number: FieldNumber, generation: UInt16, token: [UInt8], after place: RecordPlace?, limit: Int
    ) async throws(StoreError) -> [IndexRow] {
        try reading { tables in
            let key = DataTables.IndexKey(number: number, generation: generation, token: token)
            let found = tables.found[key, default: []].filter { found in place.map { found > $0 } ?? true }
            return found.sorted().prefix(limit).map {
                IndexRow(
                    number: number, generation: generation, token: token, subject: $0.subject,
                    record: $0.record)
            }
        }
    }

    package func tokens(of records: [RecordID]) async throws(StoreError) -> [IndexRow] {
        try reading { tables in Set(records).flatMap { tables.tokens[$0, default: []] }.sorted() }
    }

    package func references(_ tokens: [[UInt8]]) async throws(StoreError) -> [[UInt8]: ReferenceRow] {
        try reading { tables in tables.references.filter { Set(tokens).contains($0.key) } }
    }

    package func idempotency(_ token: [UInt8]) async throws(StoreError) -> IdempotencyRow? {
        try reading { $0.idempotency[token] }
    }

    package func page(
        after place: RecordPlace?, limit: Int
    ) async throws(StoreError) -> [StoredRecord] {
        try reading { tables in
            tables.records.values
                .filter { row in place.map { row.place > $0 } ?? true }
                .sorted { $0.place < $1.place }.prefix(limit)
                .map { StoredRecord(row: $0, tokens: tables.tokens[$0.record, default: []].sorted()) }
        }
    }

    package func factsPage(
        after subject: SubjectID?, limit: Int
    ) async throws(StoreError) -> [FactsRow] {
        try reading { tables in
            Array(
                tables.facts.values
                    .filter { row in subject.map { row.subject > $0 } ?? true }
                    .sorted { $0.subject < $1.subject }.prefix(limit))
        }
    }

    package func notices(_ ids: [NoticeID]) async throws(StoreError) -> [NoticeID: OutboxRow] {
        try reading { tables in tables.notices.filter { Set(ids).contains($0.key) } }
    }

    package func notices(of subject: SubjectID) async throws(StoreError) -> [OutboxRow] {
        try reading { tables in
            tables.notices.values.filter { $0.subject == subject }.sorted { $0.notice < $1.notice }
        }
    }

    package func noticesDue(by moment: Timestamp, limit: Int) async throws(StoreError) -> [OutboxRow] {
        try reading { tables in
            let due = tables.notices.values.filter {
                $0.progress.state == .queued && $0.progress.due <= moment
            }
            let sorted = due.sorted { ($0.progress.due, $0.notice) < ($1.progress.due, $1.notice) }
            var served: Set<SubjectID> = []
            return Array(sorted.filter { served.insert($0.subject).inserted }.prefix(limit))
        }
    }

    package func noticePage(
        after notice: NoticeID?, limit: Int
    ) async throws(StoreError) -> [OutboxRow] {
        try reading { tables in
            Array(
                tables.notices.values.filter { row in notice.map { row.notice > $0 } ?? true }
                    .sorted { $0.notice < $1.notice }.prefix(limit))
        }
    }

    package func orders(of subject: SubjectID) async throws(StoreError) -> [OrderRow] {
        try reading { tables in
            tables.orders.values.filter { $0.subject == subject }.sorted { $0.name < $1.name }
        }
    }

    package func orderPage(after name: Reference?, limit: Int) async throws(StoreError) -> [OrderRow] {
        try reading { tables in
            Array(
                tables.orders.values.filter { row in name.map { row.name > $0 } ?? true }
                    .sorted { $0.name < $1.name }.prefix(limit))
        }
    }

    package func issued(tokens: [[UInt8]]) async throws(StoreError) -> [[UInt8]: IssuedRow] {
        try reading { tables in tables.issued.filter { Set(tokens).contains($0.key) } }
    }

    package func issued(targets: [[UInt8]]) async throws(StoreError) -> [[UInt8]: IssuedRow] {
        try reading { tables in
            let found = tables.issued.values.filter { Set(targets).contains($0.target) }
            return Dictionary(uniqueKeysWithValues: found.map { ($0.target, $0) })
        }
    }

    package func highestIntents() async throws(StoreError) -> [UInt16: UInt64] {
        try reading { tables in
            let intents =
                tables.records.values.map(\.intent) + tables.facts.values.map(\.intent)
                + tables.notices.values.map(\.progress.intent) + tables.orders.values.map(\.intent)
            return Dictionary(intents.map { ($0.log, $0.sequence) }, uniquingKeysWith: max)
        }
    }

    package func arrived(after position: IntentPosition) async throws(StoreError) -> ArrivedRows {
        func isLater(_ intent: IntentPosition) -> Bool { intent.log == position.log && intent > position }
        return try reading { tables in
            ArrivedRows(
                records: tables.records.values.filter { isLater($0.intent) }.sorted {
                    ($0.intent, $0.place) < ($1.intent, $1.place)
                },
                facts: tables.facts.values.filter { isLater($0.intent) }.sorted {
                    ($0.intent, $0.subject) < ($1.intent, $1.subject)
                },
                notices: tables.notices.values.filter { isLater($0.progress.intent) }.sorted {
                    ($0.progress.intent, $0.notice) < ($1.progress.intent, $1.notice)
                },
                orders: tables.orders.values.filter { isLater($0.intent) }.sorted {
                    ($0.intent, $0.name) < ($1.intent, $1.name)
                })
        }
    }

    package func counts() async throws(StoreError) -> DataCounts {
        try reading { tables in
            DataCounts(
                subjects: tables.facts.count, records: tables.records.count,
                tokens: tables.tokens.values.reduce(0) { $0 + $1.count }, strayTokens: 0,
                references: tables.references.count, idempotency: tables.idempotency.count,
                notices: tables.notices.count, issued: tables.issued.count,
                orders: tables.orders.count)
        }
    }

    package func close() async throws(StoreError) {
        state.withLock { $0.isClosed = true }
    }

    private func reading<Answer: Sendable>(
        _ body: (DataTables) -> Answer
    ) throws(StoreError) -> Answer {
        try using { state throws(StoreError) in body(state.tables) }
    }

    private func using<Answer: Sendable>(
        _ body: (inout State) throws(StoreError) -> Answer
    ) throws(StoreError) -> Answer {
        try state.withLock { state throws(StoreError) in
            guard !state.isClosed else { throw .unavailable(.closed) }
            return try body(&state)
        }
    }
}
