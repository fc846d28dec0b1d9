import CofferModel
import CofferStore
import GRDB
import Synchronization

/// One database file with its connections: one writes, the others read from snapshots.
final class SQLiteFile: Sendable {
    private enum Condition { case open, halted, closed }

    let path: String
    private let pool: DatabasePool
    private let condition = Mutex(Condition.open)

    /// Makes a new database.
    ///
    /// - Throws: ``StoreError/unavailable(_:)`` when one exists or none can be made.
    static func create(_ path: String, schema: Schema, vault: VaultID) throws(StoreError) -> SQLiteFile {
        try PrivateFile.create(path)
        let file = try SQLiteFile(path, schema: schema)
        try file.writing { try schema.begin($0, vault: vault) }
        try file.migrate(schema.migrator)
        // The header, by which `open` knows the file, lies in the log until then.
        try file.writing { _ = try $0.checkpoint(.truncate) }
        return file
    }

    /// Opens an existing database and brings it to this build's version.
    ///
    /// - Throws: ``StoreError/foreign``, ``StoreError/newer``, ``StoreError/corrupt`` or
    ///   ``StoreError/unavailable(_:)``.
    static func open(_ path: String, schema: Schema, vault: VaultID) throws(StoreError) -> SQLiteFile {
        try PrivateFile.check(path, application: schema.application)
        let file = try SQLiteFile(path, schema: schema)
        try file.writing { try schema.check($0, vault: vault) }
        try file.migrate(schema.migrator)
        return file
    }

    private init(_ path: String, schema: Schema) throws(StoreError) {
        self.path = path
        do {
            pool = try DatabasePool(path: path, configuration: schema.configuration)
        } catch {
            throw StoreError(error)
        }
        // GRDB sets NORMAL when it makes the pool, and NORMAL loses acknowledged rows on a power cut.
        try writing { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        guard try synchronous() == 2 else { throw .unavailable(.other) }
    }

    /// What the writing connection answers to `PRAGMA synchronous`: 2 is FULL.
    ///
    /// - Throws: when the connection does not answer.
    func synchronous() throws(StoreError) -> Int {
        try writing { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 }
    }

    /// Reads from one snapshot.
    ///
    /// - Throws: what the database or the body throws.
    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Answer
    ) async throws(StoreError) -> Answer {
        let result: Result<Answer, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncRead { database in
                continuation.resume(
                    returning: Result { [self] in
                        try refuseClosed()
                        return try body(database.get())
                    }.asStoreResult)
            }
        }
        return try result.get()
    }

    /// Writes in one transaction, durable on return.
    ///
    /// After an unknown outcome no later write is tried: a sync that failed once may succeed falsely the next time.
    ///
    /// - Throws: what the body throws, with nothing written; or ``StoreError/unknown``.
    func write(_ body: @escaping @Sendable (Database) throws -> Void) async throws(StoreError) {
        let result: Result<Void, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [self] database in
                continuation.resume(returning: Result { try transaction(database, body) }.asStoreResult)
            }
        }
        try result.get()
    }

    /// Writes in one transaction and leaves nothing in the log, while nobody reads.
    ///
    /// - Throws: as ``write(_:)``, and ``StoreError/unavailable(_:)`` when the log could not be emptied.
    func writeAndEmptyLog(_ body: @escaping @Sendable (Database) throws -> Void) async throws(StoreError) {
        let result: Result<Void, StoreError> = await withCheckedContinuation { continuation in
            pool.asyncBarrierWriteWithoutTransaction { [self] database in
                let result = Result {
                    try refuseClosed()
                    let database = try database.get()
                    try transaction(database, body)
                    try emptyLog(database)
                }
                continuation.resume(returning: result.asStoreResult)
            }
        }
        try result.get()
    }

    /// Closes all connections.
    ///
    /// - Throws: ``StoreError/unavailable(_:)`` when one is in use.
    func close() throws(StoreError) {
        let wasOpen = condition.withLock { condition in
            defer { condition = .closed }
            return condition == .open
        }
        // So that a copy of the one file is whole. A log that has to stay is read again on the next open.
        if wasOpen { try? writing { _ = try $0.checkpoint(.truncate) } }
        do { try pool.close() } catch { throw StoreError(error) }
    }

    private func emptyLog(_ database: Database) throws {
        let query = try Query(database, "PRAGMA wal_checkpoint(TRUNCATE)")
        guard try query.next(), try query.integer(0) == 0 as Int else { throw StoreError.unavailable(.busy) }
        guard try PrivateFile.syncedLength(ofLog: path + "-wal") == 0 else {
            throw StoreError.unavailable(.busy)
        }
    }

    private func refuseClosed() throws(StoreError) {
        guard condition.withLock({ $0 != .closed }) else { throw .unavailable(.closed) }
    }

    private func transaction(_ database: Database, _ body: (Database) throws -> Void) throws {
        try refuseClosed()
        guard condition.withLock({ $0 != .halted }) else { throw StoreError.unavailable(.halted) }
        try database.beginTransaction(.immediate)
        do {
            try body(database)
        } catch {
            try? database.rollback()
            throw error
        }
        do {
            try database.commit()
        } catch {
            let meaning = StoreError(ofCommit: error)
            if meaning == .unknown { condition.withLock { $0 = .halted } }
            try? database.rollback()
            throw meaning
        }
    }

    private func migrate(_ migrator: DatabaseMigrator) throws(StoreError) {
        do { try migrator.migrate(pool) } catch { throw StoreError(error) }
    }

    private func writing<Answer>(_ body: (Database) throws -> Answer) throws(StoreError) -> Answer {
        do { return try pool.writeWithoutTransaction(body) } catch { throw StoreError(error) }
    }
}

extension Result where Failure == any Error {
    fileprivate var asStoreResult: Result<Success, StoreError> { mapError { StoreError($0) } }
}
