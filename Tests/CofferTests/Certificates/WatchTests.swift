import Coffer
import CofferModel
import CofferStore
import CofferTesting
import Foundation
import Testing

/// The owner of a certificate hears of its end in good time, and once.
@Suite struct WatchTests {
    @Test func `an owner hears of the end 30, 14, 7 and 1 days before, once each`() async throws {
        let one = try await ExpiryHouse()
        _ = try await one.keep(days: 40)
        var told: [Int] = []
        for day in 0...42 {
            let done = try await one.watch()
            #expect(try await one.watch() == Reminded())
            if done.queued > 0 { told.append(40 - day) }
            #expect(done.refused == 0 && done.waiting == 0 && done.queued <= 1)
            _ = try await one.box.dispatch()
            one.advance(days: 1)
        }
        #expect(told == [30, 14, 7, 1])
        #expect(try one.box.bodies().count == 4)
        #expect(try await one.house.findings(one.house.vault) == [])
    }

    @Test
    func `the notice names the device by its label, and the day; nothing else of the certificate (S2-25)`()
        async throws
    {
        let one = try await ExpiryHouse()
        _ = try await one.keep(days: 30)
        #expect(try await one.watch() == Reminded(queued: 1))
        #expect(try await one.box.dispatch() == Dispatched(sent: 1))
        let body = try #require(try one.box.bodies().first)
        #expect(body.contains("21 декември 2026"))
        #expect(!body.contains("canary"))
    }

    @Test func `looks that were missed are made up for by the next, in the step that was reached`()
        async throws
    {
        let one = try await ExpiryHouse()
        _ = try await one.keep(days: 40)
        #expect(try await one.watch() == Reminded())
        one.advance(days: 30)
        #expect(try await one.watch() == Reminded(queued: 1))
        one.advance(days: 1)
        #expect(try await one.watch() == Reminded())
    }

    @Test func `a renewed certificate ends the reminders of the old one`() async throws {
        let one = try await ExpiryHouse()
        let record = try await one.keep(days: 31)
        #expect(try await one.watch() == Reminded())
        _ = try await one.house.vault.set(
            record, ["pem": .string(try one.made(days: 400).pem)], revision: 1, idempotencyKey: nil,
            as: one.engineer)
        for _ in 0..<32 {
            one.advance(days: 1)
            #expect(try await one.watch() == Reminded())
        }
    }

    @Test func `after a restart nobody is told again`() async throws {
        let one = try await ExpiryHouse()
        _ = try await one.keep(days: 10)
        #expect(try await one.watch() == Reminded(queued: 1))
        try await one.house.vault.close()
        let again = try await TestVault(reopening: one.house)
        let session = again.session("dispatcher", .serviceNotice)
        #expect(try await again.vault.watchCertificates(as: session) == Reminded())
        again.clock.advance(seconds: 86_400)
        #expect(try await again.vault.watchCertificates(as: session) == Reminded())
        again.clock.advance(seconds: 3 * 86_400)
        #expect(try await again.vault.watchCertificates(as: session) == Reminded(queued: 1))
        try await again.vault.close()
    }

    @Test func `a look that ended in its middle is finished by the next, and repeats nothing`() async throws {
        let one = try await ExpiryHouse()
        _ = try await one.keep(days: 30)
        var round = try #require(try await one.house.vault.beginExpiryRound(as: one.box.dispatcher))
        while round.done.queued == 0 {
            round = try await one.house.vault.continueExpiry(round, as: one.box.dispatcher)
        }
        #expect(!round.isOver)
        #expect(try await one.watch() == Reminded())
        #expect(try await one.box.store { try await $0.counts() }.notices == 1)
    }

    @Test func `whom the gate refuses is recorded, and the others are told (B17)`() async throws {
        let one = try await ExpiryHouse()
        _ = try await one.keep(days: 30)
        let other = try await one.house.addCustomer(2)
        _ = try await one.house.vault.addRecord(
            RecordInput(className: "certificate", fields: ["pem": .string(try one.made(days: 30).pem)]),
            to: other, parent: try await one.house.record("device", of: other), idempotencyKey: nil,
            as: one.engineer)
        _ = try await one.house.vault.note(.restriction(nil), about: other, as: one.box.channels.officer)
        var done = Reminded()
        let rows = try await one.house.rows { done = try await one.watch() }
        #expect(done == Reminded(queued: 1, refused: 1))
        #expect(rows.contains { $0["code"] == "restricted" && $0["action"] == "notice" })
        #expect(rows.last?["noted"] == "certificates.watched.day_20778")
    }

    @Test func `a customer with a full outbox has his turn later, and is told then`() async throws {
        let one = try await ExpiryHouse()
        _ = try await one.keep(days: 30)
        for _ in 0..<64 { _ = try await one.box.send() }
        #expect(try await one.watch() == Reminded(waiting: 1))
        #expect(try await one.watch() == Reminded(waiting: 1))
        one.advance(days: 7)
        _ = try await one.box.dispatch()
        _ = try await one.box.dispatch()
        #expect(try await one.watch() == Reminded(queued: 1))
    }

    @Test func `a certificate that was given back is no matter of ours any more (S2-23)`() async throws {
        let one = try await ExpiryHouse()
        let record = try await one.keep(days: 30)
        _ = try await one.house.vault.note(
            .event(.released, service: nil, record: record, at: nil, until: nil), about: one.box.subject,
            as: one.box.channels.support)
        #expect(try await one.watch() == Reminded())
    }

    @Test func `whoever is no dispatcher watches nothing`() async throws {
        let one = try await ExpiryHouse()
        _ = try await one.keep(days: 30)
        let clerk = one.house.session("billing_clerk", .billing)
        #expect(await code { try await one.house.vault.watchCertificates(as: clerk) } == .roleDenied)
        let stranger = one.house.session("recruiter", .serviceNotice)
        #expect(await code { try await one.house.vault.watchCertificates(as: stranger) } == .roleDenied)
        #expect(try await one.box.store { try await $0.counts() }.notices == 0)
    }

    @Test func `whoever moves a token in the store has nobody told, and is named`() async throws {
        let one = try await ExpiryHouse()
        let record = try await one.keep(days: 300)
        let near = try await one.keep(days: 30)
        try await one.box.store { store in
            let rows = try await store.records([record, near])
            let old = try await store.tokens(of: [record])
            let wanted = try await store.tokens(of: [near]).filter { $0.number.field == 78 }
            let moved = wanted.map {
                IndexRow(
                    number: $0.number, generation: $0.generation, token: $0.token,
                    subject: $0.subject, record: record)
            }
            let row = try #require(rows[record])
            try await store.commit([
                .replaceRecord(
                    row, expected: row.revision, tokens: old.filter { $0.number.field != 78 } + moved)
            ])
        }
        #expect(try await one.watch() == Reminded(queued: 1, refused: 1))
        #expect(try await one.house.findings(one.house.vault) != [])
    }
}
