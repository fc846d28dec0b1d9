import CofferModel
import CofferStore
import Testing

extension DataStoreConformance {
    static func walksInOrder(_ store: some DataStore) async throws {
        for (record, subject): (UInt64, UInt64) in [(5, 2), (1, 2), (9, 1), (3, 3)] {
            try await store.commit([
                .insertRecord(
                    Rows.row(record, of: subject), [Rows.index(record, of: subject, token: record)]),
                .insertFacts(Rows.facts(record)),
            ])
        }
        var walked: [StoredRecord] = []
        while true {
            let page = try await store.page(after: walked.last?.row.place, limit: 3)
            walked += page
            if page.count < 3 { break }
        }
        let places = [(9, 1), (1, 2), (5, 2), (3, 3)] as [(UInt64, UInt64)]
        #expect(walked.map(\.row.record) == places.map { Rows.record($0.0) })
        #expect(walked.map(\.tokens) == places.map { [Rows.index($0.0, of: $0.1, token: $0.0)] })
        let facts = try await store.factsPage(after: nil, limit: 3)
        #expect(facts == [1, 3, 5].map { Rows.facts($0) })
        #expect(try await store.factsPage(after: facts.last?.subject, limit: 3) == [Rows.facts(9)])
    }

    static func namesIntents(_ store: some DataStore) async throws {
        #expect(try await store.highestIntents().isEmpty)
        let late = Rows.row(2, of: 1, intent: Rows.intent(7))
        let lateFacts = Rows.facts(1, intent: Rows.intent(8))
        let lateNotice = Rows.notice(1, of: 1, intent: Rows.intent(9))
        try await store.commit([
            .insertRecord(Rows.row(1, of: 1, intent: Rows.intent(5)), []), .insertRecord(late, []),
            .insertRecord(Rows.row(3, of: 1, intent: Rows.intent(3, log: 2)), []), .insertFacts(lateFacts),
            .insertNotice(lateNotice),
        ])
        #expect(try await store.highestIntents() == [1: 9, 2: 3])
        let arrived = try await store.arrived(after: Rows.intent(5))
        #expect(arrived == ArrivedRows(records: [late], facts: [lateFacts], notices: [lateNotice]))
        #expect(try await store.arrived(after: Rows.intent(3, log: 2)) == ArrivedRows())
    }

    static func holdsExtremes(_ store: some DataStore) async throws {
        let high = RecordRow(
            subject: SubjectID(bits: .max), record: RecordID(bits: .max), parent: RecordID(bits: 0),
            ofClass: .max, revision: UInt64(Int64.max), created: Timestamp(milliseconds: .min),
            changed: Timestamp(milliseconds: .max),
            intent: IntentPosition(log: .max, sequence: UInt64(Int64.max)),
            packed: [UInt8](repeating: 255, count: PackedRow.totalBytes))
        let low = RecordRow(
            subject: SubjectID(bits: 0), record: RecordID(bits: 0), parent: nil, ofClass: 0, revision: 0,
            created: Timestamp(milliseconds: 0), changed: Timestamp(milliseconds: 0),
            intent: IntentPosition(log: 0, sequence: 0), packed: [])
        try await store.commit([.insertRecord(high, []), .insertRecord(low, [])])
        #expect(try await store.page(after: nil, limit: 9).map(\.row) == [low, high])
        #expect(try await store.page(after: high.place, limit: 9).isEmpty)
    }

    static func refusesAfterClose(_ store: some DataStore) async throws {
        try await store.close()
        await #expect(throws: StoreError.unavailable(.closed)) { try await store.counts() }
        await #expect(throws: StoreError.unavailable(.closed)) { try await store.commit([]) }
    }
}
