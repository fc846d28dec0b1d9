import Coffer
import CofferModel
import CofferStore
import Testing

/// Who can write to the storage can hold a notice up, and no more than that goes unseen.
@Suite struct OutboxWriterTests {
    private func row(_ box: OutboxHouse, _ notice: NoticeID) async throws -> OutboxRow {
        try #require(try await box.store { try await $0.notices([notice])[notice] })
    }

    @Test func `a notice that was removed from the store is named`() async throws {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        #expect(try await box.house.findings(box.vault) == [])
        var lapsed = try await row(box, notice)
        lapsed.progress.state = .sent
        let (before, after) = (try await row(box, notice).progress, lapsed.progress)
        try await box.store { data in
            try await data.commit([
                .advanceNotice(notice, expected: before, after),
                .dropNotices(expiredBy: lapsed.expires),
            ])
        }
        #expect(try await box.house.findings(box.vault).contains { $0.description.contains("removed") })
    }

    @Test func `a notice that has left and was put back is not sent again, and is named`() async throws {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        let waiting = try await row(box, notice)
        _ = try await box.dispatch()
        let sent = try await row(box, notice)
        try await box.store { data in
            try await data.commit([.advanceNotice(notice, expected: sent.progress, waiting.progress)])
        }
        #expect(
            try await box.house.findings(box.vault).contains { $0.description.contains("notice \(notice)") })
        #expect(try await box.dispatch() == Dispatched(dead: 1))
        #expect(try await box.line(notice)?.reason == "integrity")
        #expect(try box.bodies().count == 1)
    }

    @Test func `a notice that another row was written over is not sent, and is named`() async throws {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        let other = try await box.send()
        let (one, two) = (try await row(box, notice), try await row(box, other))
        let forged = OutboxRow(
            notice: NoticeID(bits: 77), subject: one.subject, created: two.created, expires: two.expires,
            sealed: two.sealed, progress: one.progress)
        try await box.store { try await $0.commit([.insertNotice(forged)]) }
        #expect(try await box.house.findings(box.vault).contains { $0.description.contains("unannounced") })
        #expect(try await box.dispatch() == Dispatched(sent: 2, dead: 1))
    }

    @Test func `no mail goes to an address that somebody put into the store`() async throws {
        let box = try await OutboxHouse()
        let record = box.channels.mail.record
        let old = try #require(try await box.store { try await $0.records([record])[record] })
        let tokens = try await box.store { try await $0.tokens(of: [record]) }
        let notice = try await box.send()
        try await box.store { data in
            var row = old
            row.changed = row.changed.adding(seconds: 1)
            try await data.commit([
                .replaceRecord(row, expected: old.revision, tokens: tokens)
            ])
        }
        #expect(try await box.dispatch() == Dispatched(dead: 1))
        #expect(try await box.line(notice)?.reason == "integrity")
        #expect(try box.bodies().isEmpty)
    }

    @Test
    func `what left is noted though the customer's facts were changed meanwhile, and leaves no second time`()
        async throws
    {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        let round = try await box.vault.nextNotices(due: nil, as: box.dispatcher)
        try await box.store { data in
            var facts = try #require(try await data.subjects([box.subject])[box.subject]?.facts)
            let revision = facts.revision
            facts.sealed[facts.sealed.count - 1] ^= 1
            try await data.commit([.replaceFacts(facts, expected: revision)])
        }
        let outcome = await round.deliver { ready, outcome in
            do throws(VaultError) {
                return .success(try await box.vault.conclude(ready, outcome, as: box.dispatcher))
            } catch { return .failure(error) }
        }
        #expect(outcome.done == Dispatched(sent: 1) && outcome.failure == nil)
        #expect(try await row(box, notice).progress.state == .sent)
    }

    @Test func `one customer's changed facts hold up nobody else's notices`() async throws {
        let box = try await OutboxHouse()
        let other = try await ChannelHouse(box.house, customer: 2)
        try await other.agree(other.mail, [.service])
        let stuck = try await box.send()
        _ = try await box.vault.send(
            "service_state", to: other.subject, about: nil, given: OutboxHouse.given, idempotencyKey: nil,
            as: box.sender)
        try await box.store { data in
            var facts = try #require(try await data.subjects([box.subject])[box.subject]?.facts)
            let revision = facts.revision
            facts.sealed[facts.sealed.count - 1] ^= 1
            try await data.commit([.replaceFacts(facts, expected: revision)])
        }
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        #expect(try await box.vault.notices(of: nil, state: nil, as: box.sender).map(\.state) == [.sent])
        box.house.clock.advance(seconds: 8 * 86_400)
        #expect(try await box.dispatch() == Dispatched())
        #expect(try await box.store { try await $0.notices([stuck]) }.count == 1)
    }

    @Test func `a notice that waits is there after the vault was opened again, and leaves once`() async throws
    {
        let box = try await OutboxHouse()
        _ = try await box.send()
        try await box.vault.close()
        let again = try await TestVault(reopening: box.house)
        #expect(try await again.findings(again.vault) == [])
        #expect(
            try await again.vault.dispatch(as: again.session("dispatcher", .serviceNotice))
                == Dispatched(sent: 1))
        try await again.vault.close()
        let third = try await TestVault(reopening: again)
        #expect(try await third.findings(third.vault) == [])
        #expect(
            try await third.vault.dispatch(as: third.session("dispatcher", .serviceNotice)) == Dispatched())
    }
}
