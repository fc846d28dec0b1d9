import CofferModel
import CofferSQLite
import CofferStore
import Synchronization

/// The moments of a write or an erasure between which a process can be killed.
enum Moment: String, Hashable, Sendable, CaseIterable {
    case scopesGoing = "before its scope keys"
    case scopesThere = "between scope keys and intent"
    case dataGoing = "between intent and data"
    case dataThere = "between data and answer"
    case keysGoing = "between intent and destroyed keys"
    case keysGone = "between destroyed keys and removed rows"
    case marksGoing = "between done and removed marks"
    case marksGone = "between removed marks and answer"
}

/// Told of each moment; may throw, as a store that fails does.
typealias Witness = @Sendable (Moment) throws(StoreError) -> Void

extension Storage {
    /// SQLite under somebody's eyes.
    static func watched(_ witness: @escaping Witness) -> Storage {
        let base = Storage.sqlite(activity: "test")
        return Storage { directory, vault, create throws(StoreError) in
            let stores = try base.open(directory, vault, create)
            return OpenStores(
                data: WatchedData(base: stores.data, witness: witness),
                scopes: WatchedScopes(base: stores.scopes, witness: witness))
        } hold: { directory throws(DirectoryTaken) in
            try base.hold(directory)
        }
    }
}

private struct WatchedData: DataStore {
    let base: any DataStore
    let witness: Witness

    func commit(_ batch: [DataChange]) async throws(StoreError) {
        try witness(.dataGoing)
        try await base.commit(batch)
        try witness(.dataThere)
    }

    func subjects(_ ids: [SubjectID]) async throws(StoreError) -> [SubjectID: StoredSubject] {
        try await base.subjects(ids)
    }

    func records(_ ids: [RecordID]) async throws(StoreError) -> [RecordID: RecordRow] {
        try await base.records(ids)
    }

    func find(
        _ number: FieldNumber, generation: UInt16, token: [UInt8], after place: RecordPlace?, limit: Int
    ) async throws(StoreError) -> [IndexRow] {
        try await base.find(number, generation: generation, token: token, after: place, limit: limit)
    }

    func tokens(of records: [RecordID]) async throws(StoreError) -> [IndexRow] {
        try await base.tokens(of: records)
    }

    func references(_ tokens: [[UInt8]]) async throws(StoreError) -> [[UInt8]: ReferenceRow] {
        try await base.references(tokens)
    }

    func idempotency(_ token: [UInt8]) async throws(StoreError) -> IdempotencyRow? {
        try await base.idempotency(token)
    }

    func page(after place: RecordPlace?, limit: Int) async throws(StoreError) -> [StoredRecord] {
        try await base.page(after: place, limit: limit)
    }

    func factsPage(after subject: SubjectID?, limit: Int) async throws(StoreError) -> [FactsRow] {
        try await base.factsPage(after: subject, limit: limit)
    }

    func notices(_ ids: [NoticeID]) async throws(StoreError) -> [NoticeID: OutboxRow] {
        try await base.notices(ids)
    }

    func notices(of subject: SubjectID) async throws(StoreError) -> [OutboxRow] {
        try await base.notices(of: subject)
    }

    func noticesDue(by moment: Timestamp, limit: Int) async throws(StoreError) -> [OutboxRow] {
        try await base.noticesDue(by: moment, limit: limit)
    }

    func noticePage(after notice: NoticeID?, limit: Int) async throws(StoreError) -> [OutboxRow] {
        try await base.noticePage(after: notice, limit: limit)
    }

    func orders(of subject: SubjectID) async throws(StoreError) -> [OrderRow] {
        try await base.orders(of: subject)
    }

    func orderPage(after name: Reference?, limit: Int) async throws(StoreError) -> [OrderRow] {
        try await base.orderPage(after: name, limit: limit)
    }

    func issued(tokens: [[UInt8]]) async throws(StoreError) -> [[UInt8]: IssuedRow] {
        try await base.issued(tokens: tokens)
    }

    func issued(targets: [[UInt8]]) async throws(StoreError) -> [[UInt8]: IssuedRow] {
        try await base.issued(targets: targets)
    }

    func highestIntents() async throws(StoreError) -> [UInt16: UInt64] { try await base.highestIntents() }

    func arrived(after position: IntentPosition) async throws(StoreError) -> ArrivedRows {
        try await base.arrived(after: position)
    }

    func counts() async throws(StoreError) -> DataCounts { try await base.counts() }

    func close() async throws(StoreError) { try await base.close() }
}

private struct WatchedScopes: ScopeStore {
    let base: any ScopeStore
    let witness: Witness

    func insert(_ scopes: [WrappedScope]) async throws(StoreError) {
        try witness(.scopesGoing)
        try await base.insert(scopes)
        try witness(.scopesThere)
    }

    func rewrap(_ scopes: [WrappedScope]) async throws(StoreError) { try await base.rewrap(scopes) }

    func scopes(_ addresses: [ScopeAddress]) async throws(StoreError) -> [ScopeAddress: WrappedScope] {
        try await base.scopes(addresses)
    }

    func scopes(ownedBy subjects: [SubjectID]) async throws(StoreError) -> [WrappedScope] {
        try await base.scopes(ownedBy: subjects)
    }

    func destroy(_ addresses: [ScopeAddress], marks: [EraseMark]) async throws(StoreError) {
        try witness(.keysGoing)
        try await base.destroy(addresses, marks: marks)
        try witness(.keysGone)
    }

    func marks() async throws(StoreError) -> [EraseMark] { try await base.marks() }

    func removeMarks(_ marks: [EraseMark]) async throws(StoreError) {
        try witness(.marksGoing)
        try await base.removeMarks(marks)
        try witness(.marksGone)
    }

    func page(after address: ScopeAddress?, limit: Int) async throws(StoreError) -> [WrappedScope] {
        try await base.page(after: address, limit: limit)
    }

    func close() async throws(StoreError) { try await base.close() }
}
