import Coffer
import CofferModel
import CofferTesting
import Testing

/// A lost second factor is replaced by two people, and until then the old one counts (P-29).
@Suite struct LostKeyTests {
    private func enrol(_ name: String, _ house: TestVault, as session: Session) async throws -> StaffOutcome {
        var passphrase = Array("correct horse battery".utf8)
        return try await house.vault.enrolLogin(
            house.directory.file(name), passphrase: &passphrase, as: session)
    }

    private func login(_ name: String, _ house: TestVault, as session: Session) async -> Code? {
        var passphrase = Array("correct horse battery".utf8)
        do {
            _ = try await house.vault.login(house.directory.file(name), passphrase: &passphrase, as: session)
        } catch { return error.code }
        return nil
    }

    @Test func `a new key counts only once an administrator approved it`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        #expect(try await enrol("first", house, as: house.admin).line != nil)
        var found: StaffProposal?
        let rows = try await house.rows { found = try await enrol("second", house, as: house.admin).proposal }
        let proposal = try #require(found)
        #expect(proposal.change == .loginKey)
        #expect(rows.first { $0["action"] == "propose" }?["staff"] == "login_key")
        #expect(await login("second", house, as: house.admin) == .noMFA)
        #expect(
            await code { try await house.vault.approve(proposal.id, as: house.admin) } == .approvalMissing)
        _ = try await house.vault.approve(proposal.id, as: second)
        #expect(await login("second", house, as: house.admin) == nil)
        #expect(await login("first", house, as: house.admin) == .noMFA)
    }

    @Test func `of the keys somebody asks for, only the last can be approved`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        _ = try await enrol("first", house, as: second)
        let lost = try #require(try await enrol("second", house, as: second).proposal)
        let last = try #require(try await enrol("third", house, as: second).proposal)
        #expect(await code { try await house.vault.approve(lost.id, as: house.admin) } == .notFound)
        _ = try await house.vault.approve(last.id, as: house.admin)
        #expect(await login("third", house, as: second) == nil)
    }

    @Test func `a clerk asks for a new key of his own, an administrator approves, and the clerk withdraws`()
        async throws
    {
        let house = try await TestVault()
        _ = try await house.vault.addStaff("Clerk", uid: 65_010, roles: [TestVault.roles[1]], as: house.admin)
        let clerk = try house.peer(65_010, "billing_clerk", .billing)
        _ = try await house.vault.acknowledge(as: clerk)
        _ = try await enrol("first", house, as: clerk)
        let one = try #require(try await enrol("second", house, as: clerk).proposal)
        #expect(await code { try await house.vault.approve(one.id, as: clerk) } == .roleDenied)
        _ = try await house.vault.withdraw(one.id, as: clerk)
        #expect(await login("second", house, as: clerk) == .noMFA)
        let two = try #require(try await enrol("third", house, as: clerk).proposal)
        _ = try await house.vault.approve(two.id, as: house.admin)
        #expect(await login("third", house, as: clerk) == nil)
    }

    @Test func `what is no Ed25519 key is refused`() async throws {
        let house = try await TestVault()
        for key in [[], [UInt8](repeating: 1, count: 31)] {
            #expect(
                await code { try await house.vault.enrolLogin(publicKey: key, as: house.admin) } == .badValue)
        }
    }
}
