import CofferStore
import CofferTesting
import Testing

@Suite struct MemoryDataTests {
    @Test(arguments: DataStoreConformance.allCases)
    func `data in memory behave as every data store`(rule: DataStoreConformance) async throws {
        try await rule.run(on: MemoryData())
    }

    @Test func `a restored snapshot is all there is`() async throws {
        let store = MemoryData()
        try await store.commit([.insertRecord(StoreRows.row(1, of: 1), [])])
        let snapshot = store.snapshot()
        try await store.commit([
            .removeSubject(StoreRows.subject(1)), .insertFacts(StoreRows.facts(2)),
        ])
        store.restore(snapshot)
        #expect(try await store.counts() == DataCounts(records: 1))
    }

    @Test(arguments: [true, false])
    func `a fault strikes one commit, before or after its rows are written`(applied: Bool) async throws {
        let store = MemoryData()
        store.failNextCommit(with: .unknown, applied: applied)
        await #expect(throws: StoreError.unknown) {
            try await store.commit([.insertFacts(StoreRows.facts(1))])
        }
        #expect(try await store.counts().subjects == (applied ? 1 : 0))
        try await store.commit([.insertFacts(StoreRows.facts(2))])
    }
}

@Suite struct MemoryScopesTests {
    @Test(arguments: ScopeStoreConformance.allCases)
    func `scopes in memory behave as every scope store`(rule: ScopeStoreConformance) async throws {
        try await rule.run(on: MemoryScopes())
    }

    @Test func `a restored snapshot is all there is`() async throws {
        let store = MemoryScopes()
        let scope = StoreRows.scope(1, of: 1)
        try await store.insert([scope])
        let snapshot = store.snapshot()
        let mark = EraseMark(
            owner: StoreRows.subject(1), record: nil, kind: nil, intent: StoreRows.intent(1))
        try await store.destroy([scope.address], marks: [mark])
        store.restore(snapshot)
        #expect(try await store.page(after: nil, limit: 9) == [scope])
        #expect(try await store.marks().isEmpty)
    }
}
