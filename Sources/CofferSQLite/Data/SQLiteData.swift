package import CofferModel
package import CofferStore
import GRDB

/// The data store in one SQLite database, `data.db`.
package final class SQLiteData: DataStore {
    private let file: SQLiteFile

    /// Makes a new, empty database.
    ///
    /// - Parameters:
    ///   - path: where; nothing may be there.
    ///   - vault: whose data it will hold.
    /// - Returns: the store, open.
    /// - Throws: ``StoreError/unavailable(_:)`` when something exists there, or nothing can be made.
    package static func create(_ path: String, vault: VaultID) throws(StoreError) -> SQLiteData {
        SQLiteData(file: try .create(path, schema: .data, vault: vault))
    }

    /// Opens an existing database.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - vault: whose data it must hold.
    /// - Returns: the store, open.
    /// - Throws: ``StoreError/foreign``, ``StoreError/newer``, ``StoreError/corrupt``, or
    ///   ``StoreError/unavailable(_:)`` when it is missing or may be read by others.
    package static func open(_ path: String, vault: VaultID) throws(StoreError) -> SQLiteData {
        SQLiteData(file: try .open(path, schema: .data, vault: vault))
    }

    private init(file: SQLiteFile) { self.file = file }

    /// What the writing connection answers to `PRAGMA synchronous`; 2, which is FULL, or the store does not open.
    ///
    /// - Throws: when the connection does not answer.
    package func synchronous() throws(StoreError) -> Int { try file.synchronous() }

    package func commit(_ batch: [DataChange]) async throws(StoreError) {
        precondition(batch.allSatisfy(\.isWhole), "a token belongs to another record than its row")
        try await file.write { database in
            for change in batch { try change.apply(to: database) }
        }
    }

    package func subjects(_ ids: [SubjectID]) async throws(StoreError) -> [SubjectID: StoredSubject] {
        try await file.read { database in
            var found: [SubjectID: StoredSubject] = [:]
            for id in ids {
                let facts = try FactsRow.of(id, in: database)
                let records = try RecordRow.all(of: id, in: database)
                if facts == nil && records.isEmpty { continue }
                found[id] = StoredSubject(facts: facts, records: records)
            }
            return found
        }
    }

    package func records(_ ids: [RecordID]) async throws(StoreError) -> [RecordID: RecordRow] {
        try await file.read { database in
            var found: [RecordID: RecordRow] = [:]
            for id in ids { found[id] = try RecordRow.one(id, in: database) }
            return found
        }
    }

    package func find(
        _ number: FieldNumber, generation: UInt16, token: [UInt8], after place: RecordPlace?, limit: Int
    ) async throws(StoreError) -> [IndexRow] {
        try await file.read { database in
            try IndexRow.found(number, generation, token, after: place, limit: limit, in: database)
        }
    }

    package func tokens(of records: [RecordID]) async throws(StoreError) -> [IndexRow] {
        try await file.read { database in
            var rows: [IndexRow] = []
            for id in Set(records) {
                guard let row = try RecordRow.one(id, in: database) else { continue }
                rows += try IndexRow.all(of: row.place, in: database)
            }
            return rows.sorted()
        }
    }

    package func references(_ tokens: [[UInt8]]) async throws(StoreError) -> [[UInt8]: ReferenceRow] {
        try await file.read { database in
            var found: [[UInt8]: ReferenceRow] = [:]
            for token in tokens { found[token] = try ReferenceRow.one(token, in: database) }
            return found
        }
    }

    package func idempotency(_ token: [UInt8]) async throws(StoreError) -> IdempotencyRow? {
        try await file.read { try IdempotencyRow.one(token, in: $0) }
    }

    package func page(after place: RecordPlace?, limit: Int) async throws(StoreError) -> [StoredRecord] {
        try await file.read { database in
            try RecordRow.page(after: place, limit: limit, in: database).map { row in
                StoredRecord(row: row, tokens: try IndexRow.all(of: row.place, in: database))
            }
        }
    }

    package func factsPage(after subject: SubjectID?, limit: Int) async throws(StoreError) -> [FactsRow] {
        try await file.read { try FactsRow.page(after: subject, limit: limit, in: $0) }
    }

    package func notices(_ ids: [NoticeID]) async throws(StoreError) -> [NoticeID: OutboxRow] {
        try await file.read { database in
            var found: [NoticeID: OutboxRow] = [:]
            for id in ids { found[id] = try OutboxRow.one(id, in: database) }
            return found
        }
    }

    package func notices(of subject: SubjectID) async throws(StoreError) -> [OutboxRow] {
        try await file.read { try OutboxRow.all(of: subject, in: $0) }
    }

    package func noticesDue(by moment: Timestamp, limit: Int) async throws(StoreError) -> [OutboxRow] {
        try await file.read { try OutboxRow.due(by: moment, limit: limit, in: $0) }
    }

    package func noticePage(
        after notice: NoticeID?, limit: Int
    ) async throws(StoreError) -> [OutboxRow] {
        try await file.read { try OutboxRow.page(after: notice, limit: limit, in: $0) }
    }

    package func orders(of subject: SubjectID) async throws(StoreError) -> [OrderRow] {
        try await file.read { try OrderRow.all(of: subject, in: $0) }
    }

    package func orderPage(after name: Reference?, limit: Int) async throws(StoreError) -> [OrderRow] {
        try await file.read { try OrderRow.page(after: name, limit: limit, in: $0) }
    }

    package func issued(tokens: [[UInt8]]) async throws(StoreError) -> [[UInt8]: IssuedRow] {
        try await file.read { database in
            var found: [[UInt8]: IssuedRow] = [:]
            for token in tokens { found[token] = try IssuedRow.one(token: token, in: database) }
            return found
        }
    }

    package func issued(targets: [[UInt8]]) async throws(StoreError) -> [[UInt8]: IssuedRow] {
        try await file.read { database in
            var found: [[UInt8]: IssuedRow] = [:]
            for target in targets { found[target] = try IssuedRow.one(target: target, in: database) }
            return found
        }
    }

    package func highestIntents() async throws(StoreError) -> [UInt16: UInt64] {
        try await file.read { database in
            var highest: [UInt16: UInt64] = [:]
            for table in ["record", "facts", "outbox", "card_order"] {
                let query = try Query(
                    database, "SELECT intent_log, max(intent_sequence) FROM \(table) GROUP BY intent_log")
                while try query.next() {
                    highest[try query.integer(0)] = max(
                        highest[try query.integer(0)] ?? 0, try query.integer(1))
                }
            }
            return highest
        }
    }

    package func arrived(after position: IntentPosition) async throws(StoreError) -> ArrivedRows {
        try await file.read { database in
            ArrivedRows(
                records: try RecordRow.arrived(after: position, in: database),
                facts: try FactsRow.arrived(after: position, in: database),
                notices: try OutboxRow.arrived(after: position, in: database),
                orders: try OrderRow.arrived(after: position, in: database))
        }
    }

    package func counts() async throws(StoreError) -> DataCounts {
        try await file.read { database in
            func count(_ rows: String) throws -> Int {
                let query = try Query(database, "SELECT count(*) FROM \(rows)")
                guard try query.next() else { throw StoreError.corrupt }
                return try query.integer(0)
            }
            return DataCounts(
                subjects: try count("facts"), records: try count("record"), tokens: try count("token"),
                strayTokens: try count(
                    """
                    token WHERE NOT EXISTS (SELECT 1 FROM record
                        WHERE record.subject = token.subject AND record.record = token.record)
                    """),
                references: try count("import_reference"), idempotency: try count("idempotency"),
                notices: try count("outbox"), issued: try count("issued"),
                orders: try count("card_order"))
        }
    }

    package func close() async throws(StoreError) { try file.close() }
}
