import CofferModel
import CofferStore
import Testing

extension DataStoreConformance {
    static func replacesTokens(_ store: some DataStore) async throws {
        let (old, kept, new) = (
            Rows.index(1, of: 1, token: 1), Rows.index(1, of: 1, token: 2), Rows.index(1, of: 1, token: 3)
        )
        try await store.commit([.insertRecord(Rows.row(1, of: 1), [kept, old, kept])])
        #expect(try await store.tokens(of: [Rows.record(1)]) == [old, kept])
        try await store.commit([
            .replaceRecord(Rows.row(1, of: 1, revision: 2), expected: 1, tokens: [new, kept])
        ])
        #expect(try await store.tokens(of: [Rows.record(1), Rows.record(1)]) == [kept, new])
        let found = try await store.find(old.number, generation: 1, token: old.token, after: nil, limit: 1)
        #expect(found.isEmpty)
    }

    static func findsInOrder(_ store: some DataStore) async throws {
        for number: UInt64 in [3, 1, 2] {
            try await store.commit([
                .insertRecord(Rows.row(number, of: number), [Rows.index(number, of: number, token: 8)])
            ])
        }
        let number = Rows.index(1, of: 1, token: 8).number
        let two = try await store.find(number, generation: 1, token: Rows.token(8), after: nil, limit: 2)
        #expect(two == [Rows.index(1, of: 1, token: 8), Rows.index(2, of: 2, token: 8)])
        let rest = try await store.find(
            number, generation: 1, token: Rows.token(8), after: Rows.row(2, of: 2).place, limit: 2)
        #expect(rest == [Rows.index(3, of: 3, token: 8)])
        let otherToken = try await store.find(
            number, generation: 1, token: Rows.token(9), after: nil, limit: 2)
        let otherGeneration = try await store.find(
            number, generation: 2, token: Rows.token(8), after: nil, limit: 2)
        let other = FieldNumber(ofClass: number.ofClass, field: 1)
        let otherField = try await store.find(
            other, generation: 1, token: Rows.token(8), after: nil, limit: 2)
        #expect(otherToken.isEmpty && otherGeneration.isEmpty && otherField.isEmpty)
    }

    static func keepsErasedReferences(_ store: some DataStore) async throws {
        let first = Rows.reference(1, subject: 1, record: 1, content: nil)
        try await store.commit([.putReference(first)])
        try await store.commit([.putReference(Rows.reference(1, subject: 1, record: 1))])
        #expect(
            try await store.references([Rows.token(1), Rows.token(2)]) == [
                Rows.token(1): Rows.reference(1, subject: 1, record: 1)
            ])
        await expectConflict(store, [.putReference(Rows.reference(1, subject: 2, record: 1))])
        await expectConflict(store, [.putReference(Rows.reference(1, subject: 1))])
        try await store.commit([.removeSubject(Rows.subject(1))])
        #expect(try await store.references([Rows.token(1)])[Rows.token(1)] == first.erased)
        await expectConflict(store, [.putReference(first)])
    }

    static func remembersWrites(_ store: some DataStore) async throws {
        try await store.commit([
            .putIdempotency(Rows.idempotency(1, day: 1)), .putIdempotency(Rows.idempotency(2, day: 2)),
        ])
        await expectConflict(store, [.putIdempotency(Rows.idempotency(1, day: 3))])
        try await store.commit([.dropIdempotency(beforeDay: 2)])
        #expect(try await store.idempotency(Rows.token(1)) == nil)
        #expect(try await store.idempotency(Rows.token(2)) == Rows.idempotency(2, day: 2))
    }
}
