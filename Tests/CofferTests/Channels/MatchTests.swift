import Coffer
import CofferModel
import CofferTesting
import Testing

/// Mail that comes in: it is the customer's only from an address that he agreed to.
@Suite struct MatchTests {
    private let nobody = ChannelMatch(subjects: [])

    @Test func `S2-07 mail from an agreed address is the customer's, as it is typed in any case`()
        async throws
    {
        let world = try await ChannelHouse()
        try await world.agree(world.mail, [.billing])
        var found: ChannelMatch?
        let rows = try await world.house.rows {
            found = try await world.vault.matchChannel(Customers.email(1).uppercased(), as: world.support)
        }
        #expect(found == ChannelMatch(subjects: [world.subject]))
        #expect(rows.count == 1 && rows[0]["action"] == "match" && rows[0]["subject"] != nil)
        try await world.note(.propose, world.phone)
        try await world.agree(world.phone, [.security])
        let called = try await world.vault.matchChannel("+359 88 976 4801", as: world.officer)
        #expect(called == ChannelMatch(subjects: [world.subject]))
    }

    @Test func `S2-07 mail from any other address gets one answer, whatever the reason, with a row`()
        async throws
    {
        let world = try await ChannelHouse()
        let other = try await ChannelHouse(world.house, customer: 2)
        let erased = try await ChannelHouse(world.house, customer: 3)
        func expectNobody(_ address: String, _ why: String, subject: Bool) async throws {
            var found: ChannelMatch?
            let rows = try await world.house.rows {
                found = try await world.vault.matchChannel(address, as: world.support)
            }
            #expect(found == nobody, "\(why)")
            let misses = rows.filter { $0["misses"] == 1 }
            #expect(misses.count == 1 && misses[0]["subject"] == nil, "\(why)")
            let named = rows.filter { $0["subject"] != nil }
            #expect(named.count == (subject ? 1 : 0), "\(why)")
            #expect(named.allSatisfy { $0["code"] == "channel_not_agreed" }, "\(why)")
        }
        try await expectNobody("stranger@example.com", "nobody's", subject: false)
        try await expectNobody("no address", "no address", subject: false)
        try await expectNobody("", "nothing", subject: false)
        try await expectNobody(Customers.email(1), "proposed", subject: true)
        try await world.agree(world.mail, [.billing])
        #expect(try await world.vault.matchChannel(Customers.email(1), as: world.support).isMatched)
        try await world.note(.suspend(until: nil), world.mail)
        try await expectNobody(Customers.email(1), "suspended", subject: true)
        try await world.note(.resume, world.mail)
        try await world.note(.revoke, world.mail)
        try await expectNobody(Customers.email(1), "revoked", subject: true)
        try await other.agree(other.mail, [.billing])
        try await other.write(["email": "new.canary@example.com"])
        try await expectNobody(Customers.email(2), "the old address", subject: false)
        try await expectNobody("new.canary@example.com", "the new address", subject: true)
        try await erased.agree(erased.mail, [.billing])
        _ = try await world.vault.erase(erased.subject, as: world.officer)
        try await expectNobody(Customers.email(3), "erased", subject: false)
    }

    @Test func `B10 nobody is named of whom nothing may be answered`() async throws {
        let world = try await ChannelHouse()
        try await world.agree(world.mail, [.billing])
        try await world.vault.note(.restriction(nil), about: world.subject, as: world.officer)
        #expect(try await world.vault.matchChannel(Customers.email(1), as: world.support) == nobody)
        // His own rights are left.
        #expect(try await world.vault.matchChannel(Customers.email(1), as: world.officer).isMatched)
    }

    @Test func `B17 an address that several agreed to is each one's, at most twenty`() async throws {
        let house = try await TestVault()
        let one = try await ChannelHouse(house, customer: 1)
        var all = [one.subject]
        try await one.agree(one.mail, [.billing])
        for number in 2...22 {
            let next = try await ChannelHouse(house, customer: number)
            try await next.write(["email": .string(Customers.email(1))])
            if number == 3 { continue }
            try await next.agree(next.mail, [.service], revision: 2)
            all.append(next.subject)
        }
        house.clock.advance(seconds: 3700)
        let found = try await house.vault.matchChannel(Customers.email(1), as: one.support)
        #expect(found.subjects == Array(all.sorted().prefix(20)) && all.count == 21)
    }

    @Test func `a match spends the probe budget, and only roles of the charter may ask`() async throws {
        let world = try await ChannelHouse()
        try await world.agree(world.mail, [.billing])
        let auditor = world.house.session("auditor", .audit)
        #expect(
            await code { try await world.vault.matchChannel(Customers.email(1), as: auditor) } == .roleDenied)
        var refused: Code?
        for _ in 0..<80 where refused != .throttled {
            refused = await code { try await world.vault.matchChannel("x@example.com", as: world.support) }
        }
        #expect(refused == .throttled)
        #expect(
            await code { try await world.vault.matchChannel(Customers.email(1), as: world.support) }
                == .throttled)
    }

    @Test func `a token put into the store by somebody else makes nobody's address the customer's`()
        async throws
    {
        let world = try await ChannelHouse()
        let attacker = try await ChannelHouse(world.house, customer: 2)
        try await world.agree(world.mail, [.billing])
        try await world.vault.close()
        let victim = world.subject.description.filter { $0 != "-" }
        let record = world.mail.record.description.filter { $0 != "-" }
        try world.house.sql(
            "data.db",
            """
            INSERT INTO token (field, class, generation, token, subject, record)
                SELECT field, class, generation, token, X'\(victim)', X'\(record)' FROM token
                WHERE subject = X'\(attacker.subject.description.filter { $0 != "-" })' AND field = 20
            """)
        let vault = try await world.house.reopen()
        #expect(
            await code { try await vault.matchChannel(Customers.email(2), as: world.support) } == .integrity)
        #expect(
            await code { try await vault.matchChannel(Customers.email(1), as: world.support) } == .integrity)
        try await vault.close()
    }
}
