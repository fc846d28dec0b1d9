import CofferModel
import CofferStore
import Testing

extension DataStoreConformance {
    static func keepsRows(_ store: some DataStore) async throws {
        let child = Rows.row(2, of: 1, parent: Rows.record(1))
        try await store.commit([
            .insertFacts(Rows.facts(1)), .insertRecord(child, []), .insertRecord(Rows.row(1, of: 1), []),
            .insertRecord(Rows.row(3, of: 2), []),
        ])
        let read = try await store.subjects([Rows.subject(1), Rows.subject(2), Rows.subject(3)])
        #expect(
            read == [
                Rows.subject(1): StoredSubject(facts: Rows.facts(1), records: [Rows.row(1, of: 1), child]),
                Rows.subject(2): StoredSubject(records: [Rows.row(3, of: 2)]),
            ])
        let records = try await store.records([Rows.record(2), Rows.record(9), Rows.record(2)])
        #expect(records == [Rows.record(2): child])
    }

    static func refusesTakenIdentifiers(_ store: some DataStore) async throws {
        try await store.commit([.insertRecord(Rows.row(1, of: 1), []), .insertFacts(Rows.facts(1))])
        await expectConflict(store, [.insertRecord(Rows.row(1, of: 1), [])])
        await expectConflict(store, [.insertRecord(Rows.row(1, of: 2), [])])
        await expectConflict(store, [.insertFacts(Rows.facts(1, revision: 2))])
    }

    static func checksRevisions(_ store: some DataStore) async throws {
        try await store.commit([.insertRecord(Rows.row(1, of: 1), []), .insertFacts(Rows.facts(1))])
        let second = Rows.row(1, of: 1, revision: 2, packed: [])
        try await store.commit([
            .replaceRecord(second, expected: 1, tokens: []),
            .replaceFacts(Rows.facts(1, revision: 2), expected: 1),
        ])
        #expect(try await store.records([Rows.record(1)])[Rows.record(1)] == second)
        let third = Rows.row(1, of: 1, revision: 3)
        await expectConflict(store, [.replaceRecord(third, expected: 1, tokens: [])])
        await expectConflict(store, [.replaceRecord(third, expected: .max, tokens: [])])
        await expectConflict(
            store,
            [
                .replaceRecord(Rows.row(1, of: 2, revision: 3), expected: 2, tokens: [])
            ])
        await expectConflict(store, [.replaceRecord(Rows.row(5, of: 1), expected: 0, tokens: [])])
        await expectConflict(store, [.replaceFacts(Rows.facts(1, revision: 3), expected: 1)])
        await expectConflict(store, [.replaceFacts(Rows.facts(2), expected: 0)])
        await expectConflict(store, [.removeRecord(Rows.subject(1), Rows.record(1), expected: 1)])
        #expect(try await store.records([Rows.record(1)])[Rows.record(1)] == second)
    }

    static func writesAllOrNothing(_ store: some DataStore) async throws {
        let before: [DataChange] = [
            .insertRecord(Rows.row(1, of: 1), [Rows.index(1, of: 1, token: 1)]),
            .putReference(Rows.reference(1, subject: 1, record: 1)), .insertFacts(Rows.facts(1)),
            .putIdempotency(Rows.idempotency(1, day: 1)),
        ]
        try await store.commit(before)
        let counts = try await store.counts()
        await expectConflict(
            store,
            [
                .insertRecord(Rows.row(2, of: 2), [Rows.index(2, of: 2, token: 1)]),
                .removeRecord(Rows.subject(1), Rows.record(1), expected: nil),
                .removeSubject(Rows.subject(1)), .dropIdempotency(beforeDay: 9),
                .insertFacts(Rows.facts(3)), .insertFacts(Rows.facts(3)),
            ])
        #expect(try await store.counts() == counts)
        let subjects = try await store.subjects([Rows.subject(1), Rows.subject(2), Rows.subject(3)])
        #expect(
            subjects == [
                Rows.subject(1): StoredSubject(facts: Rows.facts(1), records: [Rows.row(1, of: 1)])
            ])
        #expect(try await store.tokens(of: [Rows.record(1)]) == [Rows.index(1, of: 1, token: 1)])
        let references = try await store.references([Rows.token(1)])
        #expect(references[Rows.token(1)] == Rows.reference(1, subject: 1, record: 1))
        #expect(try await store.idempotency(Rows.token(1)) == Rows.idempotency(1, day: 1))
    }

    static func removesRecords(_ store: some DataStore) async throws {
        try await store.commit([
            .insertRecord(Rows.row(1, of: 1), [Rows.index(1, of: 1, token: 1)]),
            .insertRecord(Rows.row(2, of: 1, revision: 4), [Rows.index(2, of: 1, token: 1)]),
            .putReference(Rows.reference(1, subject: 1, record: 1)),
            .putReference(Rows.reference(2, subject: 1, record: 2)),
        ])
        try await store.commit([.removeRecord(Rows.subject(1), Rows.record(1), expected: nil)])
        try await store.commit([.removeRecord(Rows.subject(1), Rows.record(1), expected: nil)])
        try await store.commit([.removeRecord(Rows.subject(9), Rows.record(2), expected: nil)])
        let left = try await store.subjects([Rows.subject(1)])
        #expect(left[Rows.subject(1)]?.records == [Rows.row(2, of: 1, revision: 4)])
        #expect(
            try await store.tokens(of: [Rows.record(1), Rows.record(2)]).map(\.record) == [Rows.record(2)])
        let references = try await store.references([Rows.token(1), Rows.token(2)])
        #expect(references[Rows.token(1)] == Rows.reference(1, subject: 1, record: 1).erased)
        #expect(references[Rows.token(2)]?.isErased == false)
        try await store.commit([.removeRecord(Rows.subject(1), Rows.record(2), expected: 4)])
        #expect(try await store.subjects([Rows.subject(1)]).isEmpty)
    }

    static func removesSubjects(_ store: some DataStore) async throws {
        for subject: UInt64 in [1, 2] {
            try await store.commit([
                .insertFacts(Rows.facts(subject)),
                .insertRecord(
                    Rows.row(subject * 10, of: subject),
                    [Rows.index(subject * 10, of: subject, token: 5)]),
                .insertRecord(Rows.row(subject * 10 + 1, of: subject), []),
                .putReference(Rows.reference(subject, subject: subject)),
            ])
        }
        try await store.commit([.removeSubject(Rows.subject(1))])
        try await store.commit([.removeSubject(Rows.subject(1))])
        #expect(try await Set(store.subjects([Rows.subject(1), Rows.subject(2)]).keys) == [Rows.subject(2)])
        let found = try await store.find(
            Rows.index(1, of: 1, token: 5).number, generation: 1, token: Rows.token(5), after: nil, limit: 9)
        #expect(found.map(\.subject) == [Rows.subject(2)])
        let counts = DataCounts(subjects: 1, records: 2, tokens: 1, references: 2)
        #expect(try await store.counts() == counts)
    }

    static func takesLargeBatches(_ store: some DataStore) async throws {
        let numbers = UInt64(1)...600
        try await store.commit(
            numbers.flatMap { number -> [DataChange] in
                [
                    .insertFacts(Rows.facts(number)),
                    .insertRecord(
                        Rows.row(number, of: number, packed: [UInt8](repeating: 1, count: 3000)),
                        [Rows.index(number, of: number, token: number)]),
                ]
            })
        #expect(try await store.subjects(numbers.map(Rows.subject)).count == 600)
        let counts = DataCounts(subjects: 600, records: 600, tokens: 600)
        #expect(try await store.counts() == counts)
    }
}
