import CofferModel
package import CofferStore
import Testing

/// What every driver of ``ScopeStore`` must do; a driver's tests run each case on an empty store of its own.
package enum ScopeStoreConformance: String, CaseIterable, Sendable {
    case keepsKeys, insertsAllOrNothing, rewrapsAllOrNothing, destroysAndMarks, walksInOrder,
        refusesAfterClose

    /// Runs one case.
    ///
    /// - Parameter store: empty.
    /// - Throws: what the store throws; broken rules are recorded as issues.
    package func run(on store: some ScopeStore) async throws {
        switch self {
        case .keepsKeys: try await Self.keepsKeys(store)
        case .insertsAllOrNothing: try await Self.insertsAllOrNothing(store)
        case .rewrapsAllOrNothing: try await Self.rewrapsAllOrNothing(store)
        case .destroysAndMarks: try await Self.destroysAndMarks(store)
        case .walksInOrder: try await Self.walksInOrder(store)
        case .refusesAfterClose: try await Self.refusesAfterClose(store)
        }
    }

    private static func keepsKeys(_ store: some ScopeStore) async throws {
        let (one, two, other) = (Rows.scope(2, of: 1), Rows.scope(1, of: 1), Rows.scope(1, of: 2))
        try await store.insert([one, two, other])
        let read = try await store.scopes([one.address, Rows.scope(3, of: 1).address])
        #expect(read == [one.address: one])
        #expect(try await store.scopes(ownedBy: [Rows.subject(1), Rows.subject(1)]) == [two, one])
    }

    private static func insertsAllOrNothing(_ store: some ScopeStore) async throws {
        let (one, two) = (Rows.scope(1, of: 1), Rows.scope(1, of: 2))
        try await store.insert([one])
        await #expect(throws: StoreError.conflict) { try await store.insert([two, one]) }
        await #expect(throws: StoreError.conflict) { try await store.insert([two, two]) }
        #expect(try await store.page(after: nil, limit: 9) == [one])
    }

    private static func rewrapsAllOrNothing(_ store: some ScopeStore) async throws {
        let old = Rows.scope(1, of: 1)
        let new = WrappedScope(address: old.address, epoch: 2, sealed: [1, 2])
        try await store.insert([old])
        await #expect(throws: StoreError.conflict) { try await store.rewrap([new, Rows.scope(1, of: 2)]) }
        #expect(try await store.page(after: nil, limit: 9) == [old])
        try await store.rewrap([new])
        #expect(try await store.page(after: nil, limit: 9) == [new])
    }

    private static func destroysAndMarks(_ store: some ScopeStore) async throws {
        let (gone, kept) = (Rows.scope(1, of: 1), Rows.scope(2, of: 1))
        try await store.insert([gone, kept])
        let whole = EraseMark(owner: Rows.subject(1), record: nil, kind: nil, intent: Rows.intent(2))
        let part = EraseMark(owner: Rows.subject(1), record: Rows.record(1), kind: 0, intent: Rows.intent(1))
        for _ in 1...2 { try await store.destroy([gone.address], marks: [whole, part]) }
        #expect(try await store.scopes([gone.address, kept.address]) == [kept.address: kept])
        #expect(try await store.marks() == [part, whole])
        for _ in 1...2 { try await store.removeMarks([whole]) }
        #expect(try await store.marks() == [part])
    }

    private static func walksInOrder(_ store: some ScopeStore) async throws {
        let scopes = [Rows.scope(1, of: 1), Rows.scope(65_535, of: 1), Rows.scope(0, of: 2)]
        try await store.insert(scopes.reversed())
        let page = try await store.page(after: nil, limit: 2)
        #expect(page == Array(scopes.prefix(2)))
        #expect(try await store.page(after: page.last?.address, limit: 2) == [scopes[2]])
    }

    private static func refusesAfterClose(_ store: some ScopeStore) async throws {
        try await store.close()
        await #expect(throws: StoreError.unavailable(.closed)) { try await store.marks() }
        await #expect(throws: StoreError.unavailable(.closed)) { try await store.destroy([], marks: []) }
    }
}
