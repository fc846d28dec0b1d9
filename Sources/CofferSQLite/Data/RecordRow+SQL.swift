import CofferModel
import CofferStore
import GRDB

extension RecordRow {
    private static let columns =
        "subject, record, parent, class, revision, created, changed, intent_log, intent_sequence, packed"

    static func all(of subject: SubjectID, in database: Database) throws -> [RecordRow] {
        let sql = "SELECT \(columns) FROM record WHERE subject = ? ORDER BY record"
        return try rows(Query(database, sql, .bits(subject.bits)))
    }

    static func one(_ record: RecordID, in database: Database) throws -> RecordRow? {
        try rows(Query(database, "SELECT \(columns) FROM record WHERE record = ?", .bits(record.bits))).first
    }

    static func page(after place: RecordPlace?, limit: Int, in database: Database) throws -> [RecordRow] {
        let sql = """
            SELECT \(columns) FROM record WHERE (subject, record) > (?, ?)
            ORDER BY subject, record LIMIT ?
            """
        // No bytes stand before all identifiers.
        let subject = place.map { Query.Value.bits($0.subject.bits) } ?? .blob([])
        let record = place.map { Query.Value.bits($0.record.bits) } ?? .blob([])
        return try rows(Query(database, sql, subject, record, .integer(Int64(limit))))
    }

    static func arrived(after position: IntentPosition, in database: Database) throws -> [RecordRow] {
        let sql = """
            SELECT \(columns) FROM record WHERE intent_log = ? AND intent_sequence > ?
            ORDER BY intent_sequence, subject, record
            """
        return try rows(
            Query(database, sql, .integer(Int64(position.log)), .integer(Int64(position.sequence))))
    }

    /// - Throws: ``StoreError/conflict`` when the identifier is taken.
    func insert(into database: Database) throws {
        let sql = "INSERT INTO record (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        try Query(
            database, sql, .bits(subject.bits), .bits(record.bits), parent.map { .bits($0.bits) } ?? .null,
            .integer(Int64(ofClass)), .integer(try revision.stored), .integer(created.milliseconds),
            .integer(changed.milliseconds), .integer(Int64(intent.log)), .integer(Int64(intent.sequence)),
            .blob(packed)
        ).run()
    }

    /// - Throws: ``StoreError/conflict`` when the record is not there with the revision.
    func replace(expected: UInt64, in database: Database) throws {
        let sql = """
            UPDATE record SET parent = ?, class = ?, revision = ?, created = ?, changed = ?, intent_log = ?,
                intent_sequence = ?, packed = ?
            WHERE subject = ? AND record = ? AND revision = ?
            """
        let changed = try Query(
            database, sql, parent.map { .bits($0.bits) } ?? .null, .integer(Int64(ofClass)),
            .integer(try revision.stored), .integer(created.milliseconds),
            .integer(self.changed.milliseconds), .integer(Int64(intent.log)),
            .integer(Int64(intent.sequence)), .blob(packed), .bits(subject.bits), .bits(record.bits),
            .integer(try expected.stored)
        ).run()
        guard changed == 1 else { throw StoreError.conflict }
    }

    private static func rows(_ query: consuming Query) throws -> [RecordRow] {
        var rows: [RecordRow] = []
        while try query.next() {
            rows.append(
                RecordRow(
                    subject: SubjectID(bits: try query.bits(0)), record: RecordID(bits: try query.bits(1)),
                    parent: query.isNull(2) ? nil : RecordID(bits: try query.bits(2)),
                    ofClass: try query.integer(3), revision: try query.integer(4),
                    created: Timestamp(milliseconds: try query.integer(5)),
                    changed: Timestamp(milliseconds: try query.integer(6)),
                    intent: try query.intent(7), packed: try query.blob(9)))
        }
        return rows
    }
}

extension UInt64 {
    /// The revision as SQLite's signed integer; one too large to be there conflicts with what is.
    var stored: Int64 {
        get throws {
            guard let number = Int64(exactly: self) else { throw StoreError.conflict }
            return number
        }
    }
}

extension Query {
    /// The intent in a column, its log, and the next, its sequence.
    func intent(_ column: Int32) throws -> IntentPosition {
        let sequence: Int64 = try integer(column + 1)
        guard sequence >= 0 else { throw StoreError.corrupt }
        return IntentPosition(log: try integer(column), sequence: UInt64(sequence))
    }
}
