import Coffer
import CofferModel
import CofferTesting
import Testing

/// The account that runs a service needs no rights of its own (docs/operating/service.md).
@Suite struct OwnAccountTests {
    @Test func `a vault is opened by an account whose rights were ended, and others keep it`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let third = try await house.addThird()
        let own = try #require(house.vault.whoami(house.admin)?.actor)
        let proposal = try #require(try await house.vault.disableStaff(own, as: second).proposal)
        try await house.vault.approve(proposal.id, as: third)
        #expect(!house.vault.isEntered(uid: house.uid))
        try await house.vault.close()

        let next = try await TestVault(reopening: house)
        #expect(await code { try await next.vault.keyInventory(as: next.admin) } == .actorUnknown)
        #expect(try await next.findings(next.vault, as: try next.peer(TestVault.second)) == [])
        try await next.vault.permitUnlock(from: Origin(uid: TestVault.third, pid: 9))
        // For what needs the directory itself, the two give the rights back.
        let wanted = try #require(
            try await next.vault.enableStaff(own, as: try next.peer(TestVault.second)).proposal)
        try await next.vault.approve(wanted.id, as: try next.peer(TestVault.third))
        #expect(try await !next.vault.keyInventory(as: next.admin).isEmpty)
    }
}
