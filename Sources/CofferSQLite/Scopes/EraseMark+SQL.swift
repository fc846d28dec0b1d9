import CofferModel
import CofferStore
import GRDB

extension EraseMark {
    private static let isMark = """
        owner = ? AND record IS ? AND kind IS ? AND intent_log = ? AND intent_sequence = ?
        """

    static func all(in database: Database) throws -> [EraseMark] {
        let query = try Query(
            database,
            """
            SELECT owner, record, kind, intent_log, intent_sequence FROM erase_mark
            ORDER BY intent_log, intent_sequence, rowid
            """)
        var marks: [EraseMark] = []
        while try query.next() {
            marks.append(
                EraseMark(
                    owner: SubjectID(bits: try query.bits(0)),
                    record: query.isNull(1) ? nil : RecordID(bits: try query.bits(1)),
                    kind: query.isNull(2) ? nil : try query.integer(2), intent: try query.intent(3)))
        }
        return marks
    }

    /// Leaves the mark, once.
    func insert(into database: Database) throws {
        try remove(from: database)
        try Query(
            database,
            """
            INSERT INTO erase_mark (owner, record, kind, intent_log, intent_sequence) VALUES (?, ?, ?, ?, ?)
            """, .bits(owner.bits), recordValue, kindValue, .integer(Int64(intent.log)),
            .integer(Int64(intent.sequence))
        ).run()
    }

    func remove(from database: Database) throws {
        try Query(
            database, "DELETE FROM erase_mark WHERE \(Self.isMark)", .bits(owner.bits), recordValue,
            kindValue,
            .integer(Int64(intent.log)), .integer(Int64(intent.sequence))
        ).run()
    }

    private var recordValue: Query.Value { record.map { .bits($0.bits) } ?? .null }
    private var kindValue: Query.Value { kind.map { .integer(Int64($0)) } ?? .null }
}
