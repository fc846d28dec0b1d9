import CofferModel
import CofferStore
import GRDB

extension OrderRow {
    private static let columns = "name, subject, revision, intent_log, intent_sequence, sealed"

    static func all(of subject: SubjectID, in database: Database) throws -> [OrderRow] {
        let sql = "SELECT \(columns) FROM card_order WHERE subject = ? ORDER BY name"
        return try rows(Query(database, sql, .bits(subject.bits)))
    }

    static func page(after name: Reference?, limit: Int, in database: Database) throws -> [OrderRow] {
        let sql = "SELECT \(columns) FROM card_order WHERE name > ? ORDER BY name LIMIT ?"
        let start = name.map { Query.Value.bits($0.bits) } ?? .blob([])
        return try rows(Query(database, sql, start, .integer(Int64(limit))))
    }

    static func arrived(after position: IntentPosition, in database: Database) throws -> [OrderRow] {
        let sql = """
            SELECT \(columns) FROM card_order WHERE intent_log = ? AND intent_sequence > ?
            ORDER BY intent_sequence, name
            """
        return try rows(
            Query(database, sql, .integer(Int64(position.log)), .integer(Int64(position.sequence))))
    }

    /// - Throws: ``StoreError/conflict`` when the order is not there with the revision, or is and should not be.
    func put(expected: UInt64?, in database: Database) throws {
        let sealed = sealed.map { Query.Value.blob($0) } ?? .null
        guard let expected else {
            let sql = "INSERT INTO card_order (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?)"
            try Query(
                database, sql, .bits(name.bits), .bits(subject.bits), .integer(try revision.stored),
                .integer(Int64(intent.log)), .integer(Int64(intent.sequence)), sealed
            ).run()
            return
        }
        let sql = """
            UPDATE card_order SET revision = ?, intent_log = ?, intent_sequence = ?, sealed = ?
            WHERE name = ? AND subject = ? AND revision = ?
            """
        let changed = try Query(
            database, sql, .integer(try revision.stored), .integer(Int64(intent.log)),
            .integer(Int64(intent.sequence)), sealed, .bits(name.bits), .bits(subject.bits),
            .integer(try expected.stored)
        ).run()
        guard changed == 1 else { throw StoreError.conflict }
    }

    static func drop(of subject: SubjectID, endedIn log: UInt16, in database: Database) throws {
        let sql = "DELETE FROM card_order WHERE subject = ? AND sealed IS NULL AND intent_log = ?"
        try Query(database, sql, .bits(subject.bits), .integer(Int64(log))).run()
    }

    private static func rows(_ query: consuming Query) throws -> [OrderRow] {
        var rows: [OrderRow] = []
        while try query.next() {
            rows.append(
                OrderRow(
                    name: Reference(bits: try query.bits(0)), subject: SubjectID(bits: try query.bits(1)),
                    revision: try query.integer(2), intent: try query.intent(3),
                    sealed: query.isNull(5) ? nil : try query.blob(5)))
        }
        return rows
    }
}
