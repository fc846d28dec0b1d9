package import CofferModel

/// Wrapped scope keys and the marks of unfinished erasures, and nothing else.
///
/// Apart from the data, so that a backup of data holds no key, and so that what is destroyed here is gone from disk.
package protocol ScopeStore: Sendable {
    /// Adds wrapped keys, all or none; durable on return.
    ///
    /// - Throws: ``StoreError/conflict`` when one of the addresses has a key.
    func insert(_ scopes: [WrappedScope]) async throws(StoreError)

    /// Puts newly wrapped keys in place of the old, all or none; the old bytes are gone from disk on return.
    ///
    /// - Throws: ``StoreError/conflict`` when one of the addresses has no key.
    func rewrap(_ scopes: [WrappedScope]) async throws(StoreError)

    /// Reads wrapped keys by address; addresses without a key are absent from the answer.
    ///
    /// - Throws: when the store cannot be read.
    func scopes(_ addresses: [ScopeAddress]) async throws(StoreError) -> [ScopeAddress: WrappedScope]

    /// Reads all wrapped keys of subjects, ascending by address.
    ///
    /// - Throws: when the store cannot be read.
    func scopes(ownedBy subjects: [SubjectID]) async throws(StoreError) -> [WrappedScope]

    /// Destroys keys and leaves marks in one transaction; the key bytes are in no file of the store on return.
    ///
    /// Absent keys and marks already left are no error, so an erasure can be repeated; repeat it when this throws
    /// ``StoreError/unavailable(_:)``, because the transaction may be done and only the log not yet emptied.
    ///
    /// - Parameters:
    ///   - addresses: the keys to destroy.
    ///   - marks: what is left to do.
    /// - Throws: when the keys were not destroyed, or may still be found in a file.
    func destroy(_ addresses: [ScopeAddress], marks: [EraseMark]) async throws(StoreError)

    /// The erasures that have begun and are not finished, ascending by intent.
    ///
    /// - Throws: when the store cannot be read.
    func marks() async throws(StoreError) -> [EraseMark]

    /// Removes marks of finished erasures; absent ones are no error.
    ///
    /// - Throws: when nothing could be removed.
    func removeMarks(_ marks: [EraseMark]) async throws(StoreError)

    /// Walks all wrapped keys in the order of ``ScopeAddress``, for a new epoch.
    ///
    /// - Parameters:
    ///   - address: the last address of the page before, or nil to begin.
    ///   - limit: the most keys to answer, at least 1; fewer means the end.
    /// - Returns: the next keys.
    /// - Throws: when the store cannot be read.
    func page(after address: ScopeAddress?, limit: Int) async throws(StoreError) -> [WrappedScope]

    /// Ends all use; what is called afterwards throws ``StoreError/unavailable(_:)``.
    ///
    /// - Throws: when something still uses the store.
    func close() async throws(StoreError)
}
