package import CofferModel

/// Records, tokens and facts; sees ciphertext only.
///
/// Two drivers exist, in memory and SQLite; `CofferTesting` holds the suite both must pass. Reads that take several
/// keys answer from one snapshot, and answer keys that do not exist with nothing.
package protocol DataStore: Sendable {
    /// Writes a batch whole or not at all; durable on return.
    ///
    /// - Parameter batch: changes in the order they apply, of hundreds of subjects if need be.
    /// - Throws: ``StoreError/conflict``, ``StoreError/full`` and ``StoreError/unavailable(_:)`` with nothing
    ///   written; ``StoreError/unknown`` when it cannot be known.
    func commit(_ batch: [DataChange]) async throws(StoreError)

    /// Reads subjects whole; subjects of whom nothing is stored are absent from the answer.
    ///
    /// - Throws: when the store cannot be read.
    func subjects(_ ids: [SubjectID]) async throws(StoreError) -> [SubjectID: StoredSubject]

    /// Reads records by their identifiers.
    ///
    /// - Throws: when the store cannot be read.
    func records(_ ids: [RecordID]) async throws(StoreError) -> [RecordID: RecordRow]

    /// Looks a token up, ascending by subject and record.
    ///
    /// - Parameters:
    ///   - number: the field.
    ///   - generation: the index key's generation.
    ///   - token: 16 bytes.
    ///   - place: the last place of the page before, or nil to begin.
    ///   - limit: the most rows to answer, at least 1.
    /// - Returns: the rows of this token.
    /// - Throws: when the store cannot be read.
    func find(
        _ number: FieldNumber, generation: UInt16, token: [UInt8], after place: RecordPlace?, limit: Int
    ) async throws(StoreError) -> [IndexRow]

    /// Reads the tokens of records, ascending.
    ///
    /// - Throws: when the store cannot be read.
    func tokens(of records: [RecordID]) async throws(StoreError) -> [IndexRow]

    /// Reads references of imports by their tokens.
    ///
    /// - Throws: when the store cannot be read.
    func references(_ tokens: [[UInt8]]) async throws(StoreError) -> [[UInt8]: ReferenceRow]

    /// Reads a remembered write by its token.
    ///
    /// - Throws: when the store cannot be read.
    func idempotency(_ token: [UInt8]) async throws(StoreError) -> IdempotencyRow?

    /// Walks all records with their tokens in the order of ``RecordPlace``, for verification and sweeps.
    ///
    /// - Parameters:
    ///   - place: the last place of the page before, or nil to begin.
    ///   - limit: the most records to answer, at least 1; fewer means the end.
    /// - Returns: the next records.
    /// - Throws: when the store cannot be read.
    func page(after place: RecordPlace?, limit: Int) async throws(StoreError) -> [StoredRecord]

    /// Walks the facts of all subjects in their order.
    ///
    /// - Parameters:
    ///   - subject: the last subject of the page before, or nil to begin.
    ///   - limit: the most rows to answer, at least 1; fewer means the end.
    /// - Returns: the next facts.
    /// - Throws: when the store cannot be read.
    func factsPage(after subject: SubjectID?, limit: Int) async throws(StoreError) -> [FactsRow]

    /// Reads notices by their identifiers.
    ///
    /// - Throws: when the store cannot be read.
    func notices(_ ids: [NoticeID]) async throws(StoreError) -> [NoticeID: OutboxRow]

    /// Reads all notices of a subject, ascending by identifier.
    ///
    /// - Throws: when the store cannot be read.
    func notices(of subject: SubjectID) async throws(StoreError) -> [OutboxRow]

    /// Notices that are queued and due, at most one of each subject, those due first before the others.
    ///
    /// - Parameters:
    ///   - moment: up to when due.
    ///   - limit: the most rows to answer, at least 1.
    /// - Returns: the rows.
    /// - Throws: when the store cannot be read.
    func noticesDue(by moment: Timestamp, limit: Int) async throws(StoreError) -> [OutboxRow]

    /// Walks all notices in the order of their identifiers.
    ///
    /// - Parameters:
    ///   - notice: the last notice of the page before, or nil to begin.
    ///   - limit: the most rows to answer, at least 1; fewer means the end.
    /// - Returns: the next notices.
    /// - Throws: when the store cannot be read.
    func noticePage(after notice: NoticeID?, limit: Int) async throws(StoreError) -> [OutboxRow]

    /// Reads all orders of a subject, ascending by name, those that ended included.
    ///
    /// - Throws: when the store cannot be read.
    func orders(of subject: SubjectID) async throws(StoreError) -> [OrderRow]

    /// Walks all orders in the order of their names.
    ///
    /// - Parameters:
    ///   - name: the last order of the page before, or nil to begin.
    ///   - limit: the most rows to answer, at least 1; fewer means the end.
    /// - Returns: the next orders.
    /// - Throws: when the store cannot be read.
    func orderPage(after name: Reference?, limit: Int) async throws(StoreError) -> [OrderRow]

    /// Reads what was issued under these tokens.
    ///
    /// - Throws: when the store cannot be read.
    func issued(tokens: [[UInt8]]) async throws(StoreError) -> [[UInt8]: IssuedRow]

    /// Reads what was issued for these targets.
    ///
    /// - Throws: when the store cannot be read.
    func issued(targets: [[UInt8]]) async throws(StoreError) -> [[UInt8]: IssuedRow]

    /// The highest intent of each log that any stored record, facts, order or notice name.
    ///
    /// - Throws: when the store cannot be read.
    func highestIntents() async throws(StoreError) -> [UInt16: UInt64]

    /// Rows whose last write was announced later than a position, in its log; ascending by sequence.
    ///
    /// - Throws: when the store cannot be read.
    func arrived(after position: IntentPosition) async throws(StoreError) -> ArrivedRows

    /// How many rows there are.
    ///
    /// - Throws: when the store cannot be read.
    func counts() async throws(StoreError) -> DataCounts

    /// Ends all use; what is called afterwards throws ``StoreError/unavailable(_:)``.
    ///
    /// - Throws: when something still uses the store.
    func close() async throws(StoreError)
}
