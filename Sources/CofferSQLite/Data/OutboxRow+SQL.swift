import CofferModel
import CofferStore
import GRDB

extension OutboxRow {
    private static let columns = """
        notice, subject, created, expires, state, tries, due, changed, reason, intent_log, intent_sequence, sealed
        """

    static func one(_ notice: NoticeID, in database: Database) throws -> OutboxRow? {
        try rows(Query(database, "SELECT \(columns) FROM outbox WHERE notice = ?", .bits(notice.bits))).first
    }

    static func all(of subject: SubjectID, in database: Database) throws -> [OutboxRow] {
        let sql = "SELECT \(columns) FROM outbox WHERE subject = ? ORDER BY notice"
        return try rows(Query(database, sql, .bits(subject.bits)))
    }

    static func due(by moment: Timestamp, limit: Int, in database: Database) throws -> [OutboxRow] {
        let sql = """
            SELECT \(columns) FROM outbox AS this WHERE state = 0 AND due <= ? AND NOT EXISTS (
                SELECT 1 FROM outbox AS that WHERE that.subject = this.subject AND that.state = 0
                    AND (that.due, that.notice) < (this.due, this.notice)
            ) ORDER BY due, notice LIMIT ?
            """
        return try rows(Query(database, sql, .integer(moment.milliseconds), .integer(Int64(limit))))
    }

    static func page(after notice: NoticeID?, limit: Int, in database: Database) throws -> [OutboxRow] {
        let sql = "SELECT \(columns) FROM outbox WHERE notice > ? ORDER BY notice LIMIT ?"
        let start = notice.map { Query.Value.bits($0.bits) } ?? .blob([])
        return try rows(Query(database, sql, start, .integer(Int64(limit))))
    }

    static func arrived(after position: IntentPosition, in database: Database) throws -> [OutboxRow] {
        let sql = """
            SELECT \(columns) FROM outbox WHERE intent_log = ? AND intent_sequence > ?
            ORDER BY intent_sequence, notice
            """
        return try rows(
            Query(database, sql, .integer(Int64(position.log)), .integer(Int64(position.sequence))))
    }

    /// - Throws: ``StoreError/conflict`` when the identifier is taken.
    func insert(into database: Database) throws {
        let sql = "INSERT INTO outbox (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        try Query(
            database, sql, .bits(notice.bits), .bits(subject.bits), .integer(created.milliseconds),
            .integer(expires.milliseconds), .integer(Int64(progress.state.rawValue)),
            .integer(Int64(progress.tries)), .integer(progress.due.milliseconds),
            .integer(progress.changed.milliseconds), progress.reason.map { .text($0) } ?? .null,
            .integer(Int64(progress.intent.log)), .integer(Int64(progress.intent.sequence)), .blob(sealed)
        ).run()
    }

    /// - Throws: ``StoreError/conflict`` when the notice is not there in that state after so many tries.
    static func advance(
        _ notice: NoticeID, from old: OutboxProgress, to new: OutboxProgress, in database: Database
    ) throws {
        let sql = """
            UPDATE outbox SET state = ?, tries = ?, due = ?, changed = ?, reason = ?, intent_log = ?,
                intent_sequence = ?
            WHERE notice = ? AND state = ? AND tries = ?
            """
        let changed = try Query(
            database, sql, .integer(Int64(new.state.rawValue)), .integer(Int64(new.tries)),
            .integer(new.due.milliseconds), .integer(new.changed.milliseconds),
            new.reason.map { .text($0) } ?? .null, .integer(Int64(new.intent.log)),
            .integer(Int64(new.intent.sequence)), .bits(notice.bits),
            .integer(Int64(old.state.rawValue)), .integer(Int64(old.tries))
        ).run()
        guard changed == 1 else { throw StoreError.conflict }
    }

    static func drop(expiredBy moment: Timestamp, in database: Database) throws {
        let ends = OutboxProgress.State.allCases.filter(\.isEnd).map { String($0.rawValue) }
        let sql = "DELETE FROM outbox WHERE expires <= ? AND state IN (\(ends.joined(separator: ", ")))"
        try Query(database, sql, .integer(moment.milliseconds)).run()
    }

    private static func rows(_ query: consuming Query) throws -> [OutboxRow] {
        var rows: [OutboxRow] = []
        while try query.next() {
            // Whoever can write to the file can put anything there: numbers that no writer of ours makes are brought within
            // bounds, so that one row neither stops a walk nor overflows.
            let progress = OutboxProgress(
                state: OutboxProgress.State(rawValue: try query.integer(4)) ?? .dead,
                tries: min(max(try query.integer(5), 0), 1_000_000), due: try query.moment(6),
                changed: try query.moment(7), reason: query.isNull(8) ? nil : try query.text(8),
                intent: try query.intent(9))
            rows.append(
                OutboxRow(
                    notice: NoticeID(bits: try query.bits(0)), subject: SubjectID(bits: try query.bits(1)),
                    created: try query.moment(2),
                    expires: try query.moment(3), sealed: try query.blob(11),
                    progress: progress))
        }
        return rows
    }
}

extension Query {
    /// The time in a column, of the years 1970...9999.
    fileprivate func moment(_ column: Int32) throws -> Timestamp {
        Timestamp(milliseconds: min(max(try integer(column), 0), 253_402_300_799_999))
    }
}
