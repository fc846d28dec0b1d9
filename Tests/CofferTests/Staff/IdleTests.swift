import Coffer
import CofferModel
import CofferTesting
import Testing

/// P-23: an account that nobody used for 90 days gets nothing until an administrator gives it back.
@Suite struct IdleTests {
    private let day: Int64 = 86_400
    private let email = FieldPath(className: "contact", field: "email")
    private let clerk: UInt32 = 65_010

    /// A house with a clerk who has searched once, and his session.
    private func house() async throws -> (TestVault, Session) {
        let house = try await TestVault()
        _ = try await house.addCustomer()
        _ = try await house.vault.addStaff("Clerk", uid: clerk, roles: [TestVault.roles[1]], as: house.admin)
        let session = try house.peer(clerk, "billing_clerk", .billing)
        _ = try await house.vault.acknowledge(as: session)
        #expect(await find(house.vault, session) == nil)
        return (house, session)
    }

    private func find(_ vault: Vault, _ session: Session) async -> Code? {
        await code { try await vault.find(email, equals: Customers.email(1), as: session) }
    }

    @Test func `P-23 on day 90 an account answers, on day 91 it is denied, and enabled it answers again`()
        async throws
    {
        let (house, session) = try await house()
        house.clock.advance(seconds: 90 * day)
        #expect(await find(house.vault, session) == nil)
        house.clock.advance(seconds: 91 * day)
        let rows = try await house.rows { #expect(await find(house.vault, session) == .actorUnknown) }
        let person = try #require(house.vault.whoami(session))
        #expect(house.holds(rows, .actorUnknown, by: person.actor))
        #expect(!person.active && person.idle)
        // Knocking does not wake it.
        house.clock.advance(seconds: day)
        #expect(await find(house.vault, session) == .actorUnknown)
        let line = try await house.vault.enableStaff(person.actor, as: house.admin).line
        #expect(line?.active == true && line?.idle == false)
        #expect(await find(house.vault, session) == nil)
    }

    @Test func `P-23 it takes effect on the next request, mid-session`() async throws {
        let (house, session) = try await house()
        house.clock.advance(seconds: 90 * day)
        #expect(house.vault.whoami(session)?.active == true)
        house.clock.advance(seconds: 1)
        #expect(await find(house.vault, session) == .actorUnknown)
        #expect(await code { try await house.vault.acknowledge(as: session) } == .actorUnknown)
        #expect(await code { try await house.vault.token(for: 65_020, as: session) } == .actorUnknown)
        var phrase = Array("correct horse battery".utf8)
        let enrolled = await code {
            try await house.vault.enrolLogin(house.directory.file("x"), passphrase: &phrase, as: session)
        }
        #expect(enrolled == .actorUnknown)
    }

    @Test func `P-23 the ledger says when an account was last used, also after opening again`() async throws {
        let (house, _) = try await house()
        house.clock.advance(seconds: 60 * day)
        try await house.vault.close()
        let next = try await house.reopen()
        let session = try house.peer(clerk, "billing_clerk", .billing, in: next)
        house.clock.advance(seconds: 30 * day)
        #expect(await find(next, session) == nil)
        try await next.close()
        house.clock.advance(seconds: 91 * day)
        let last = try await house.reopen()
        #expect(await find(last, try house.peer(clerk, "billing_clerk", .billing, in: last)) == .actorUnknown)
        try await last.close()
    }

    @Test func `P-23 an account that was never used counts from the day it was entered`() async throws {
        let house = try await TestVault()
        let line = try #require(
            try await house.vault.addStaff("Clerk", uid: clerk, roles: [TestVault.roles[1]], as: house.admin)
                .line)
        house.clock.advance(seconds: 90 * day)
        #expect(try await house.directory().first { $0.actor == line.actor }?.active == true)
        house.clock.advance(seconds: day)
        #expect(try await house.directory().first { $0.actor == line.actor }?.idle == true)
    }

    @Test func `P-23 the administrator who was seen last stays, so that the vault can be kept`() async throws
    {
        let house = try await TestVault()
        let second = try await house.addSecond()
        house.clock.advance(seconds: day)
        _ = try await house.directory()
        house.clock.advance(seconds: 400 * day)
        #expect(await code { try await house.vault.proposals(as: second) } == .actorUnknown)
        let person = try #require(house.vault.whoami(second)?.actor)
        // An idle administrator is no second one: he could not approve.
        #expect(try await house.vault.enableStaff(person, as: house.admin).line?.active == true)
        #expect(try await house.vault.proposals(as: second).isEmpty)
    }

    @Test func `with two administrators, giving rights back takes both`() async throws {
        let (house, session) = try await house()
        let second = try await house.addSecond()
        let person = try #require(house.vault.whoami(session)?.actor)
        #expect(try await house.vault.disableStaff(person, as: house.admin).line?.active == false)
        let proposal = try #require(try await house.vault.enableStaff(person, as: house.admin).proposal)
        #expect(await find(house.vault, session) == .actorUnknown)
        let rows = try await house.rows { _ = try await house.vault.approve(proposal.id, as: second) }
        #expect(rows.first { $0["action"] == "approve" }?["staff"] == "enable")
        #expect(await find(house.vault, session) == nil)
    }
}
