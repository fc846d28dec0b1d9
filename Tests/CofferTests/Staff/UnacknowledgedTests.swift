import Coffer
import CofferModel
import CofferTesting
import Testing

/// Who has not accepted the confidentiality text yet decides nothing, and nobody has to wait for him (S0-13).
@Suite struct UnacknowledgedTests {
    @Test func `an administrator who never acknowledged is no second one, so that he blocks nobody`()
        async throws
    {
        let house = try await TestVault()
        _ = try await house.vault.addStaff("Second", uid: TestVault.second, roles: [.admin], as: house.admin)
        let clerk = try await house.vault.addStaff(
            "Clerk", uid: 65_010, roles: [TestVault.roles[1]], as: house.admin)
        #expect(clerk.proposal == nil)
        _ = try await house.vault.acknowledge(as: try house.peer(TestVault.second))
        _ = try await house.propose(65_011, as: house.admin)
    }

    @Test func `the last administrator who acknowledged is not disabled, whoever else is entered`()
        async throws
    {
        let house = try await TestVault()
        let me = try #require(house.vault.whoami(house.admin)?.actor)
        _ = try await house.vault.addStaff("Second", uid: TestVault.second, roles: [.admin], as: house.admin)
        #expect(await code { try await house.vault.disableStaff(me, as: house.admin) } == .conflict)
        #expect(house.vault.whoami(house.admin)?.active == true)
        // Nor does he fall asleep because the other one was entered later.
        house.clock.advance(seconds: Limits.idleSeconds - 1)
        _ = try await house.vault.addStaff("Third", uid: TestVault.third, roles: [.admin], as: house.admin)
        house.clock.advance(seconds: Limits.idleSeconds + 1)
        #expect(house.vault.whoami(house.admin)?.active == true)
    }

    @Test func `before acknowledging nobody gets a token, a challenge or a login key`() async throws {
        let house = try await TestVault()
        _ = try await house.vault.addStaff(
            "Clerk", uid: 65_010, roles: [TestVault.roles[1]], as: house.admin)
        _ = try await house.vault.addStaff(
            "portal", uid: 65_100, roles: [TestVault.roles[0]], kind: .service, as: house.admin)
        let clerk = try house.peer(65_010, "billing_clerk", .billing)
        #expect(await code { try await house.vault.token(for: 65_100, as: clerk) } == .noAck)
        #expect(await code { try house.vault.challenge(as: clerk) } == .noAck)
        let key = [UInt8](repeating: 7, count: 32)
        #expect(await code { try await house.vault.enrolLogin(publicKey: key, as: clerk) } == .noAck)
        _ = try await house.vault.acknowledge(as: clerk)
        _ = try await house.vault.token(for: 65_100, as: clerk)
        _ = try house.vault.challenge(as: clerk)
    }

    @Test func `a service account has no token and no challenge of its own`() async throws {
        let house = try await TestVault()
        _ = try await house.vault.addStaff(
            "portal", uid: 65_100, roles: [TestVault.roles[0]], kind: .service, as: house.admin)
        let portal = try house.peer(65_100, "support_technician", .support)
        #expect(await code { try await house.vault.token(for: 65_100, as: portal) } == .usage)
        #expect(await code { try house.vault.challenge(as: portal) } == .usage)
    }

    @Test(arguments: [65_534, .max])
    func `a user that stands for nobody is not entered`(uid: UInt32) async throws {
        let house = try await TestVault()
        await #expect(throws: VaultError(.badValue, rule: "staff.uid")) {
            try await house.vault.addStaff("Nobody", uid: uid, roles: [TestVault.roles[0]], as: house.admin)
        }
    }
}
