import CofferModel
import CofferStore
import GRDB

extension DataChange {
    /// Does the change within the open transaction.
    ///
    /// - Throws: ``StoreError/conflict``, or what SQLite does.
    func apply(to database: Database) throws {
        switch self {
        case .insertRecord(let row, let tokens):
            try row.insert(into: database)
            for token in tokens { try token.insert(into: database) }
        case .replaceRecord(let row, let expected, let tokens):
            try row.replace(expected: expected, in: database)
            try IndexRow.remove(of: row.place, in: database)
            for token in tokens { try token.insert(into: database) }
        case .removeRecord(let subject, let record, let expected):
            let place = RecordPlace(subject: subject, record: record)
            try Self.remove(place, expected: expected, from: database)
        case .insertFacts(let row): try row.insert(into: database)
        case .replaceFacts(let row, let expected): try row.replace(expected: expected, in: database)
        case .removeSubject(let subject): try Self.remove(subject, from: database)
        case .putReference(let row): try row.put(into: database)
        case .putIdempotency(let row): try row.insert(into: database)
        case .dropIdempotency(let day): try IdempotencyRow.drop(before: day, in: database)
        case .putOrder(let row, let expected): try row.put(expected: expected, in: database)
        case .dropOrders(let subject, let log):
            try OrderRow.drop(of: subject, endedIn: log, in: database)
        case .insertNotice(let row): try row.insert(into: database)
        case .advanceNotice(let notice, let old, let new):
            try OutboxRow.advance(notice, from: old, to: new, in: database)
        case .dropNotices(let moment): try OutboxRow.drop(expiredBy: moment, in: database)
        case .issue(let row): try row.issue(in: database)
        case .redeem(let token): try IssuedRow.redeem(token, in: database)
        case .forgetIssued(let owner): try IssuedRow.forget(owner: owner, in: database)
        case .dropIssued(let moment): try IssuedRow.drop(expiredBy: moment, in: database)
        }
    }

    private static func remove(_ place: RecordPlace, expected: UInt64?, from database: Database) throws {
        let sql = "DELETE FROM record WHERE subject = ? AND record = ? AND (revision = ? OR ? IS NULL)"
        let revision: Query.Value = try expected.map { .integer(try $0.stored) } ?? .null
        let removed = try Query(
            database, sql, .bits(place.subject.bits), .bits(place.record.bits), revision, revision
        ).run()
        guard removed == 1 || expected == nil else { throw StoreError.conflict }
        try IndexRow.remove(of: place, in: database)
        try ReferenceRow.erase(of: place, in: database)
    }

    private static func remove(_ subject: SubjectID, from database: Database) throws {
        for table in ["record", "token", "facts", "outbox", "card_order"] {
            try Query(database, "DELETE FROM \(table) WHERE subject = ?", .bits(subject.bits)).run()
        }
        try ReferenceRow.erase(of: subject, in: database)
    }
}
