import Coffer
import CofferModel
import Testing

@Suite struct MainJobTests {
    @Test func `one customer, four roles, four answers`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let support = try await house.vault.show(subject, as: house.session("support_technician", .support))
        let billing = try await house.vault.show(subject, as: house.session("billing_clerk", .billing))
        let engineer = try await house.vault.show(subject, as: house.session("network_engineer", .deviceOps))
        #expect(Set([support, billing, engineer]).count == 3)
        let report = try await house.vault.verify(as: house.admin) { _ in }
        #expect(report.findings == [])
        try await house.vault.close()
        let again = try await TestVault(reopening: house)
        let view = try await again.vault.show(subject, as: again.session("support_technician", .support))
        #expect(view == support)
    }
}
