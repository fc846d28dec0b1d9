import CofferModel
import CofferStore
import GRDB

/// A place of 80 bytes in `scopes.db` that holds one wrapped key after another.
///
/// All rows have one size and are only ever appended or overwritten, so SQLite never moves one, and no copy of a key
/// is left in the slack of a page.
struct KeySlot {
    let id: Int64

    /// The slot an address's key lies in.
    static func of(_ address: ScopeAddress, in database: Database) throws -> KeySlot? {
        let query = try Query(
            database, "SELECT slot FROM scope WHERE owner = ? AND kind = ? AND day = ? AND record = ?",
            address.ownerValue, address.kindValue, address.dayValue, address.recordValue)
        return try query.next() ? KeySlot(id: query.integer(0)) : nil
    }

    /// Puts a key into a free slot, or into a new one at the end.
    ///
    /// - Throws: ``StoreError/corrupt`` when a slot that is listed as free holds a key: somebody forged the list, to have
    ///   us write over it.
    static func fill(with sealed: [UInt8], in database: Database) throws -> KeySlot {
        if let slot = try anyFree(in: database) {
            try Query(database, "DELETE FROM free_slot WHERE id = ?", .integer(slot.id)).run()
            let changed = try Query(
                database, "UPDATE key_slot SET sealed = ? WHERE id = ? AND sealed = zeroblob(80)",
                .blob(sealed),
                .integer(slot.id)
            ).run()
            guard changed == 1 else { throw StoreError.corrupt }
            return slot
        }
        try Query(database, "INSERT INTO key_slot (sealed) VALUES (?)", .blob(sealed)).run()
        return KeySlot(id: database.lastInsertedRowID)
    }

    /// Puts a key in the place of the one that lies here.
    ///
    /// - Throws: ``StoreError/corrupt`` when there is no such slot, and no key was overwritten.
    func overwrite(with sealed: [UInt8], in database: Database) throws {
        let changed = try Query(
            database, "UPDATE key_slot SET sealed = ? WHERE id = ?", .blob(sealed), .integer(id)
        ).run()
        guard changed == 1 else { throw StoreError.corrupt }
    }

    /// Overwrites the key that lies here with zeros.
    func free(in database: Database) throws {
        try overwrite(with: [UInt8](repeating: 0, count: WrappedScope.sealedBytes), in: database)
        try Query(database, "INSERT INTO free_slot (id) VALUES (?)", .integer(id)).run()
    }

    private static func anyFree(in database: Database) throws -> KeySlot? {
        let query = try Query(database, "SELECT id FROM free_slot LIMIT 1")
        return try query.next() ? KeySlot(id: query.integer(0)) : nil
    }
}
