import CofferModel
import CofferStore
import Testing

extension DataStoreConformance {
    static func queuesNotices(_ store: some DataStore) async throws {
        let rows = [
            Rows.notice(1, of: 1, reason: "busy 450 4.7.1"), Rows.notice(2, of: 2), Rows.notice(3, of: 1),
        ]
        try await store.commit(rows.map { .insertNotice($0) })
        await expectConflict(store, [.insertNotice(Rows.notice(2, of: 1))])
        #expect(try await store.notices([Rows.notice(1), Rows.notice(9)]) == [Rows.notice(1): rows[0]])
        #expect(try await store.notices(of: Rows.subject(1)) == [rows[0], rows[2]])
        #expect(try await store.noticePage(after: nil, limit: 2) == [rows[0], rows[1]])
        #expect(try await store.noticePage(after: Rows.notice(2), limit: 2) == [rows[2]])
        #expect(try await store.counts().notices == 3)
        try await store.commit([.removeSubject(Rows.subject(1))])
        #expect(try await store.noticePage(after: nil, limit: 9) == [rows[1]])
    }

    static func advancesNotices(_ store: some DataStore) async throws {
        let row = Rows.notice(1, of: 1, tries: 2)
        let next = Rows.notice(1, of: 1, due: 9, state: .dead, tries: 3, reason: "recipient 550").progress
        await expectConflict(store, [.advanceNotice(row.notice, expected: row.progress, next)])
        try await store.commit([.insertNotice(row)])
        var late = row.progress
        late.tries = 1
        await expectConflict(store, [.advanceNotice(row.notice, expected: late, next)])
        late = row.progress
        late.state = .sent
        await expectConflict(store, [.advanceNotice(row.notice, expected: late, next)])
        try await store.commit([.advanceNotice(row.notice, expected: row.progress, next)])
        #expect(try await store.notices([row.notice])[row.notice]?.progress == next)
    }

    static func findsNoticesDue(_ store: some DataStore) async throws {
        let rows = [
            Rows.notice(1, of: 1, due: 5), Rows.notice(2, of: 2, due: 4), Rows.notice(3, of: 3, due: 6),
            Rows.notice(4, of: 1, due: 1, state: .dead), Rows.notice(5, of: 1, due: 1, state: .sent),
            Rows.notice(6, of: 1, due: 5), Rows.notice(7, of: 2, due: 5),
        ]
        try await store.commit(rows.map { .insertNotice($0) })
        let moment = Timestamp(milliseconds: 5)
        #expect(try await store.noticesDue(by: moment, limit: 9) == [rows[1], rows[0]])
        #expect(try await store.noticesDue(by: moment, limit: 1) == [rows[1]])
    }

    static func dropsNotices(_ store: some DataStore) async throws {
        let rows = [
            Rows.notice(1, of: 1, expires: 5), Rows.notice(2, of: 1, expires: 5, state: .dead),
            Rows.notice(3, of: 1, expires: 5, state: .sent),
            Rows.notice(4, of: 1, expires: 5, state: .lapsed),
            Rows.notice(5, of: 1, expires: 6, state: .sent),
        ]
        try await store.commit(rows.map { .insertNotice($0) })
        try await store.commit([.dropNotices(expiredBy: Timestamp(milliseconds: 5))])
        #expect(try await store.noticePage(after: nil, limit: 9) == [rows[0], rows[1], rows[4]])
    }

    static func issuesOnce(_ store: some DataStore) async throws {
        let row = Rows.issued(1, target: 2)
        try await store.commit([.issue(row), .issue(Rows.issued(1, target: 2, fill: 6))])
        #expect(try await store.issued(tokens: [row.token, Rows.token(9)]) == [row.token: row])
        #expect(try await store.issued(targets: [row.target, Rows.token(9)]) == [row.target: row])
        await expectConflict(store, [.issue(Rows.issued(1, target: 3))])
        await expectConflict(store, [.issue(Rows.issued(3, target: 2))])
        try await store.commit([.issue(Rows.issued(3, target: 4))])
        await expectConflict(store, [.issue(Rows.issued(1, target: 4))])
        #expect(try await store.counts().issued == 2)
    }

    static func forgetsIssued(_ store: some DataStore) async throws {
        let rows = [
            Rows.issued(1, target: 11, owner: 1), Rows.issued(2, target: 12, owner: 2, expires: 5),
            Rows.issued(3, target: 13, owner: 2, expires: 6), Rows.issued(4, target: 14, owner: 3),
        ]
        let tokens = rows.map(\.token)
        try await store.commit(rows.map { .issue($0) })
        try await store.commit([.dropIssued(expiredBy: Timestamp(milliseconds: 5))])
        #expect(try await Set(store.issued(tokens: tokens).values) == [rows[0], rows[2], rows[3]])
        try await store.commit([.forgetIssued(owner: Rows.token(2)), .forgetIssued(owner: Rows.token(9))])
        #expect(try await Set(store.issued(tokens: tokens).values) == [rows[0], rows[3]])
        try await store.commit([.redeem(token: tokens[0])])
        await expectConflict(store, [.redeem(token: tokens[0])])
        #expect(try await Array(store.issued(tokens: tokens).values) == [rows[3]])
        try await store.commit([.issue(Rows.issued(1, target: 15))])
    }
}
