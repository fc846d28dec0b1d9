package import CofferStore
import Testing

/// What every driver of ``DataStore`` must do; a driver's tests run each case on an empty store of its own.
package enum DataStoreConformance: String, CaseIterable, Sendable {
    case keepsRows, refusesTakenIdentifiers, checksRevisions, writesAllOrNothing, replacesTokens, findsInOrder
    case removesRecords, removesSubjects, keepsErasedReferences, remembersWrites, walksInOrder
    case queuesNotices, advancesNotices, findsNoticesDue, dropsNotices, issuesOnce, forgetsIssued
    case keepsOrders, dropsOrders
    case namesIntents, holdsExtremes, takesLargeBatches, refusesAfterClose

    /// Runs one case.
    ///
    /// - Parameter store: empty.
    /// - Throws: what the store throws; broken rules are recorded as issues.
    package func run(on store: some DataStore) async throws {
        switch self {
        case .keepsRows: try await Self.keepsRows(store)
        case .refusesTakenIdentifiers: try await Self.refusesTakenIdentifiers(store)
        case .checksRevisions: try await Self.checksRevisions(store)
        case .writesAllOrNothing: try await Self.writesAllOrNothing(store)
        case .replacesTokens: try await Self.replacesTokens(store)
        case .findsInOrder: try await Self.findsInOrder(store)
        case .removesRecords: try await Self.removesRecords(store)
        case .removesSubjects: try await Self.removesSubjects(store)
        case .keepsErasedReferences: try await Self.keepsErasedReferences(store)
        case .remembersWrites: try await Self.remembersWrites(store)
        case .walksInOrder: try await Self.walksInOrder(store)
        case .queuesNotices: try await Self.queuesNotices(store)
        case .advancesNotices: try await Self.advancesNotices(store)
        case .findsNoticesDue: try await Self.findsNoticesDue(store)
        case .dropsNotices: try await Self.dropsNotices(store)
        case .issuesOnce: try await Self.issuesOnce(store)
        case .forgetsIssued: try await Self.forgetsIssued(store)
        case .keepsOrders: try await Self.keepsOrders(store)
        case .dropsOrders: try await Self.dropsOrders(store)
        case .namesIntents: try await Self.namesIntents(store)
        case .holdsExtremes: try await Self.holdsExtremes(store)
        case .takesLargeBatches: try await Self.takesLargeBatches(store)
        case .refusesAfterClose: try await Self.refusesAfterClose(store)
        }
    }
}

typealias Rows = StoreRows

func expectConflict(_ store: some DataStore, _ batch: [DataChange]) async {
    await #expect(throws: StoreError.conflict) { try await store.commit(batch) }
}
