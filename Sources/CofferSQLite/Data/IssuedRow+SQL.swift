import CofferModel
import CofferStore
import GRDB

extension IssuedRow {
    static func one(token: [UInt8], in database: Database) throws -> IssuedRow? {
        try row(Query(database, "\(select) WHERE token = ?", .blob(token)))
    }

    static func one(target: [UInt8], in database: Database) throws -> IssuedRow? {
        try row(Query(database, "\(select) WHERE target = ?", .blob(target)))
    }

    /// - Throws: ``StoreError/conflict`` when token or target stand for something else.
    func issue(in database: Database) throws {
        let same = try [Self.one(token: token, in: database), Self.one(target: target, in: database)]
        if let known = same.compactMap(\.self).first {
            guard same.allSatisfy({ $0 == known }) else { throw StoreError.conflict }
            return
        }
        let sql = "INSERT INTO issued (token, target, owner, expires, sealed) VALUES (?, ?, ?, ?, ?)"
        try Query(
            database, sql, .blob(token), .blob(target), .blob(owner), .integer(expires.milliseconds),
            .blob(sealed)
        ).run()
    }

    /// - Throws: ``StoreError/conflict`` when the token is not there.
    static func redeem(_ token: [UInt8], in database: Database) throws {
        let removed = try Query(database, "DELETE FROM issued WHERE token = ?", .blob(token)).run()
        guard removed == 1 else { throw StoreError.conflict }
    }

    static func forget(owner: [UInt8], in database: Database) throws {
        try Query(database, "DELETE FROM issued WHERE owner = ?", .blob(owner)).run()
    }

    static func drop(expiredBy moment: Timestamp, in database: Database) throws {
        try Query(database, "DELETE FROM issued WHERE expires <= ?", .integer(moment.milliseconds)).run()
    }

    private static let select = "SELECT token, target, owner, expires, sealed FROM issued"

    private static func row(_ query: consuming Query) throws -> IssuedRow? {
        guard try query.next() else { return nil }
        let keys = [try query.blob(0), try query.blob(1), try query.blob(2)]
        guard keys.allSatisfy({ $0.count == 16 }) else { throw StoreError.corrupt }
        return IssuedRow(
            token: keys[0], target: keys[1], owner: keys[2],
            expires: Timestamp(milliseconds: try query.integer(3)), sealed: try query.blob(4))
    }
}
