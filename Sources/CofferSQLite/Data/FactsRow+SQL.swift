import CofferModel
import CofferStore
import GRDB

extension FactsRow {
    private static let columns = "subject, revision, intent_log, intent_sequence, sealed"

    static func of(_ subject: SubjectID, in database: Database) throws -> FactsRow? {
        let sql = "SELECT \(columns) FROM facts WHERE subject = ?"
        return try rows(Query(database, sql, .bits(subject.bits))).first
    }

    static func page(after subject: SubjectID?, limit: Int, in database: Database) throws -> [FactsRow] {
        let sql = "SELECT \(columns) FROM facts WHERE subject > ? ORDER BY subject LIMIT ?"
        let start = subject.map { Query.Value.bits($0.bits) } ?? .blob([])
        return try rows(Query(database, sql, start, .integer(Int64(limit))))
    }

    static func arrived(after position: IntentPosition, in database: Database) throws -> [FactsRow] {
        let sql = """
            SELECT \(columns) FROM facts WHERE intent_log = ? AND intent_sequence > ?
            ORDER BY intent_sequence, subject
            """
        return try rows(
            Query(database, sql, .integer(Int64(position.log)), .integer(Int64(position.sequence))))
    }

    /// - Throws: ``StoreError/conflict`` when the subject has facts.
    func insert(into database: Database) throws {
        try Query(
            database, "INSERT INTO facts (\(Self.columns)) VALUES (?, ?, ?, ?, ?)", .bits(subject.bits),
            .integer(try revision.stored), .integer(Int64(intent.log)), .integer(Int64(intent.sequence)),
            .blob(sealed)
        ).run()
    }

    /// - Throws: ``StoreError/conflict`` when the facts are not there with the revision.
    func replace(expected: UInt64, in database: Database) throws {
        let sql = """
            UPDATE facts SET revision = ?, intent_log = ?, intent_sequence = ?, sealed = ?
            WHERE subject = ? AND revision = ?
            """
        let changed = try Query(
            database, sql, .integer(try revision.stored), .integer(Int64(intent.log)),
            .integer(Int64(intent.sequence)), .blob(sealed), .bits(subject.bits),
            .integer(try expected.stored)
        ).run()
        guard changed == 1 else { throw StoreError.conflict }
    }

    private static func rows(_ query: consuming Query) throws -> [FactsRow] {
        var rows: [FactsRow] = []
        while try query.next() {
            rows.append(
                FactsRow(
                    subject: SubjectID(bits: try query.bits(0)), revision: try query.integer(1),
                    intent: try query.intent(2), sealed: try query.blob(4)))
        }
        return rows
    }
}
