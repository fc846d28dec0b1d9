import CofferModel
import CofferStore
import GRDB

extension IndexRow {
    private static let columns = "class, field, generation, token, subject, record"

    static func found(
        _ number: FieldNumber, _ generation: UInt16, _ token: [UInt8], after place: RecordPlace?, limit: Int,
        in database: Database
    ) throws -> [IndexRow] {
        let sql = """
            SELECT \(columns) FROM token WHERE class = ? AND field = ? AND generation = ? AND token = ?
                AND (subject, record) > (?, ?)
            ORDER BY subject, record LIMIT ?
            """
        return try rows(
            Query(
                database, sql, .integer(Int64(number.ofClass)), .integer(Int64(number.field)),
                .integer(Int64(generation)), .blob(token),
                place.map { .bits($0.subject.bits) } ?? .blob([]),
                place.map { .bits($0.record.bits) } ?? .blob([]), .integer(Int64(limit))))
    }

    static func all(of place: RecordPlace, in database: Database) throws -> [IndexRow] {
        let sql = """
            SELECT \(columns) FROM token WHERE subject = ? AND record = ?
            ORDER BY class, field, generation, token
            """
        return try rows(Query(database, sql, .bits(place.subject.bits), .bits(place.record.bits)))
    }

    func insert(into database: Database) throws {
        let sql = "INSERT OR IGNORE INTO token (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?)"
        try Query(
            database, sql, .integer(Int64(number.ofClass)), .integer(Int64(number.field)),
            .integer(Int64(generation)), .blob(token), .bits(subject.bits), .bits(record.bits)
        ).run()
    }

    static func remove(of place: RecordPlace, in database: Database) throws {
        let sql = "DELETE FROM token WHERE subject = ? AND record = ?"
        try Query(database, sql, .bits(place.subject.bits), .bits(place.record.bits)).run()
    }

    private static func rows(_ query: consuming Query) throws -> [IndexRow] {
        var rows: [IndexRow] = []
        while try query.next() {
            let token = try query.blob(3)
            guard token.count == 16 else { throw StoreError.corrupt }
            rows.append(
                IndexRow(
                    number: FieldNumber(ofClass: try query.integer(0), field: try query.integer(1)),
                    generation: try query.integer(2), token: token,
                    subject: SubjectID(bits: try query.bits(4)), record: RecordID(bits: try query.bits(5))))
        }
        return rows
    }
}
