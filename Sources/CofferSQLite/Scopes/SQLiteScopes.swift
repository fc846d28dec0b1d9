package import CofferModel
package import CofferStore
import GRDB

/// The scope store in one SQLite database, `scopes.db`, from whose files a destroyed key is gone.
package final class SQLiteScopes: ScopeStore {
    private let file: SQLiteFile

    /// Makes a new, empty database.
    ///
    /// - Parameters:
    ///   - path: where; nothing may be there.
    ///   - vault: whose keys it will hold.
    /// - Returns: the store, open.
    /// - Throws: ``StoreError/unavailable(_:)`` when something exists there, or nothing can be made.
    package static func create(_ path: String, vault: VaultID) throws(StoreError) -> SQLiteScopes {
        SQLiteScopes(file: try .create(path, schema: .scopes, vault: vault))
    }

    /// Opens an existing database.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - vault: whose keys it must hold.
    /// - Returns: the store, open.
    /// - Throws: ``StoreError/foreign``, ``StoreError/newer``, ``StoreError/corrupt``, or
    ///   ``StoreError/unavailable(_:)`` when it is missing or may be read by others.
    package static func open(_ path: String, vault: VaultID) throws(StoreError) -> SQLiteScopes {
        SQLiteScopes(file: try .open(path, schema: .scopes, vault: vault))
    }

    private init(file: SQLiteFile) { self.file = file }

    /// What the writing connection answers to `PRAGMA synchronous`; 2, which is FULL, or the store does not open.
    ///
    /// - Throws: when the connection does not answer.
    package func synchronous() throws(StoreError) -> Int { try file.synchronous() }

    package func insert(_ scopes: [WrappedScope]) async throws(StoreError) {
        try await file.write { database in
            for scope in scopes { try scope.insert(into: database) }
        }
    }

    package func rewrap(_ scopes: [WrappedScope]) async throws(StoreError) {
        try await file.writeAndEmptyLog { database in
            for scope in scopes { try scope.replace(in: database) }
        }
    }

    package func scopes(_ addresses: [ScopeAddress]) async throws(StoreError) -> [ScopeAddress: WrappedScope]
    {
        try await file.read { database in
            var found: [ScopeAddress: WrappedScope] = [:]
            for address in addresses { found[address] = try WrappedScope.one(address, in: database) }
            return found
        }
    }

    package func scopes(ownedBy subjects: [SubjectID]) async throws(StoreError) -> [WrappedScope] {
        try await file.read { database in
            try Set(subjects).sorted().flatMap { try WrappedScope.all(of: $0, in: database) }
        }
    }

    package func destroy(_ addresses: [ScopeAddress], marks: [EraseMark]) async throws(StoreError) {
        try await file.writeAndEmptyLog { database in
            for address in addresses { try WrappedScope.remove(address, from: database) }
            for mark in marks { try mark.insert(into: database) }
        }
    }

    package func marks() async throws(StoreError) -> [EraseMark] {
        try await file.read { try EraseMark.all(in: $0) }
    }

    package func removeMarks(_ marks: [EraseMark]) async throws(StoreError) {
        try await file.write { database in
            for mark in marks { try mark.remove(from: database) }
        }
    }

    package func page(after address: ScopeAddress?, limit: Int) async throws(StoreError) -> [WrappedScope] {
        try await file.read { try WrappedScope.page(after: address, limit: limit, in: $0) }
    }

    package func close() async throws(StoreError) { try file.close() }
}
