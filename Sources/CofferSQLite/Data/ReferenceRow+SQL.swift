import CofferModel
import CofferStore
import GRDB

extension ReferenceRow {
    static func one(_ token: [UInt8], in database: Database) throws -> ReferenceRow? {
        let sql = "SELECT class, subject, record, content FROM import_reference WHERE token = ?"
        let query = try Query(database, sql, .blob(token))
        guard try query.next() else { return nil }
        return ReferenceRow(
            token: token, ofClass: try query.integer(0),
            subject: query.isNull(1) ? nil : SubjectID(bits: try query.bits(1)),
            record: query.isNull(2) ? nil : RecordID(bits: try query.bits(2)),
            content: query.isNull(3) ? nil : try query.digest(3))
    }

    /// - Throws: ``StoreError/conflict`` when the token names something else, or something erased.
    func put(into database: Database) throws {
        let sql = """
            INSERT INTO import_reference (token, class, subject, record, content) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (token) DO UPDATE SET content = excluded.content
            WHERE class = excluded.class AND subject IS excluded.subject AND record IS excluded.record
            """
        let changed = try Query(
            database, sql, .blob(token), .integer(Int64(ofClass)), subject.map { .bits($0.bits) } ?? .null,
            record.map { .bits($0.bits) } ?? .null, content.map { .blob($0.bytes) } ?? .null
        ).run()
        guard changed == 1 else { throw StoreError.conflict }
    }

    static func erase(of place: RecordPlace, in database: Database) throws {
        let sql = """
            UPDATE import_reference SET subject = NULL, record = NULL, content = NULL
            WHERE subject = ? AND record = ?
            """
        try Query(database, sql, .bits(place.subject.bits), .bits(place.record.bits)).run()
    }

    static func erase(of subject: SubjectID, in database: Database) throws {
        let sql = """
            UPDATE import_reference SET subject = NULL, record = NULL, content = NULL WHERE subject = ?
            """
        try Query(database, sql, .bits(subject.bits)).run()
    }
}

extension IdempotencyRow {
    static func one(_ token: [UInt8], in database: Database) throws -> IdempotencyRow? {
        let sql = "SELECT day, body, answer FROM idempotency WHERE token = ?"
        let query = try Query(database, sql, .blob(token))
        guard try query.next() else { return nil }
        return IdempotencyRow(
            token: token, day: try query.integer(0), body: try query.digest(1), answer: try query.blob(2))
    }

    /// - Throws: ``StoreError/conflict`` when the token is remembered.
    func insert(into database: Database) throws {
        let sql = "INSERT INTO idempotency (token, day, body, answer) VALUES (?, ?, ?, ?)"
        try Query(database, sql, .blob(token), .integer(Int64(day)), .blob(body.bytes), .blob(answer)).run()
    }

    static func drop(before day: Int, in database: Database) throws {
        try Query(database, "DELETE FROM idempotency WHERE day < ?", .integer(Int64(day))).run()
    }
}

extension Query {
    /// The 32 bytes in a column.
    fileprivate func digest(_ column: Int32) throws -> Digest {
        guard let digest = Digest(bytes: try blob(column)) else { throw StoreError.corrupt }
        return digest
    }
}
