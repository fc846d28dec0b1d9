import CofferModel
import CofferStore
import Testing

extension DataStoreConformance {
    static func keepsOrders(_ store: some DataStore) async throws {
        let rows = [Rows.order(1, of: 1), Rows.order(2, of: 2), Rows.order(3, of: 1)]
        try await store.commit(rows.map { .putOrder($0, expected: nil) })
        await expectConflict(store, [.putOrder(Rows.order(1, of: 1), expected: nil)])
        #expect(try await store.orders(of: Rows.subject(1)) == [rows[0], rows[2]])
        #expect(try await store.orderPage(after: nil, limit: 2) == [rows[0], rows[1]])
        #expect(try await store.orderPage(after: rows[1].name, limit: 2) == [rows[2]])
        let next = Rows.order(1, of: 1, revision: 2, intent: Rows.intent(7), sealed: nil)
        await expectConflict(store, [.putOrder(next, expected: 2)])
        await expectConflict(store, [.putOrder(Rows.order(1, of: 2, revision: 2), expected: 1)])
        await expectConflict(store, [.putOrder(Rows.order(9, of: 1, revision: 2), expected: 1)])
        try await store.commit([.putOrder(next, expected: 1)])
        #expect(try await store.orders(of: Rows.subject(1)) == [next, rows[2]])
        #expect(try await store.counts().orders == 3)
        #expect(try await store.highestIntents() == [1: 7])
        #expect(try await store.arrived(after: Rows.intent(6)) == ArrivedRows(orders: [next]))
        try await store.commit([.removeSubject(Rows.subject(1))])
        #expect(try await store.orderPage(after: nil, limit: 9) == [rows[1]])
    }

    static func dropsOrders(_ store: some DataStore) async throws {
        let rows = [
            Rows.order(1, of: 1), Rows.order(2, of: 1, sealed: nil), Rows.order(3, of: 2, sealed: nil),
            Rows.order(4, of: 1, intent: Rows.intent(1, log: 2), sealed: nil),
        ]
        try await store.commit(rows.map { .putOrder($0, expected: nil) })
        try await store.commit([.dropOrders(Rows.subject(1), endedIn: 1)])
        #expect(try await store.orderPage(after: nil, limit: 9) == [rows[0], rows[2], rows[3]])
    }
}
