import CofferModel
import CofferStore
import GRDB

extension WrappedScope {
    private static let columns = "owner, kind, day, record, epoch, sealed"
    private static let isAddress = "owner = ? AND kind = ? AND day = ? AND record = ?"

    static func one(_ address: ScopeAddress, in database: Database) throws -> WrappedScope? {
        let sql = "SELECT \(columns) FROM scope WHERE \(isAddress)"
        return try rows(
            Query(database, sql, address.ownerValue, address.kindValue, address.dayValue, address.recordValue)
        ).first
    }

    static func all(of subject: SubjectID, in database: Database) throws -> [WrappedScope] {
        let sql = "SELECT \(columns) FROM scope WHERE owner = ? ORDER BY kind, day, record"
        return try rows(Query(database, sql, .bits(subject.bits)))
    }

    static func page(after address: ScopeAddress?, limit: Int, in database: Database) throws -> [WrappedScope]
    {
        let sql = """
            SELECT \(columns) FROM scope WHERE (owner, kind, day, record) > (?, ?, ?, ?)
            ORDER BY owner, kind, day, record LIMIT ?
            """
        return try rows(
            Query(
                database, sql, address?.ownerValue ?? .blob([]), address?.kindValue ?? .integer(0),
                address?.dayValue ?? .integer(0), address?.recordValue ?? .blob([]), .integer(Int64(limit))))
    }

    /// - Throws: ``StoreError/conflict`` when the address has a key.
    func insert(into database: Database) throws {
        let sql = "INSERT INTO scope (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?)"
        try Query(
            database, sql, address.ownerValue, address.kindValue, address.dayValue, address.recordValue,
            .integer(Int64(epoch)), .blob(sealed)
        ).run()
    }

    /// - Throws: ``StoreError/conflict`` when the address has no key.
    func replace(in database: Database) throws {
        let changed = try Query(
            database, "UPDATE scope SET epoch = ?, sealed = ? WHERE \(Self.isAddress)",
            .integer(Int64(epoch)),
            .blob(sealed), address.ownerValue, address.kindValue, address.dayValue, address.recordValue
        ).run()
        guard changed == 1 else { throw StoreError.conflict }
    }

    static func remove(_ address: ScopeAddress, from database: Database) throws {
        try Query(
            database, "DELETE FROM scope WHERE \(isAddress)", address.ownerValue, address.kindValue,
            address.dayValue, address.recordValue
        ).run()
    }

    private static func rows(_ query: consuming Query) throws -> [WrappedScope] {
        var rows: [WrappedScope] = []
        while try query.next() {
            let address = ScopeAddress(
                kind: try query.integer(1), day: try query.integer(2), owner: try query.bits(0),
                record: try query.bits(3))
            rows.append(
                WrappedScope(address: address, epoch: try query.integer(4), sealed: try query.blob(5)))
        }
        return rows
    }
}

extension ScopeAddress {
    fileprivate var ownerValue: Query.Value { .bits(owner) }
    fileprivate var kindValue: Query.Value { .integer(Int64(kind)) }
    fileprivate var dayValue: Query.Value { .integer(Int64(day)) }
    fileprivate var recordValue: Query.Value { .bits(record) }
}
