import Coffer
import CofferModel
import CofferTesting
import Testing

/// Budgets are of an hour, and come back with it.
@Suite struct HourOfUseTests {
    @Test func `what was used comes back an hour later, at most a minute late, and not before`() async throws
    {
        let house = try await TestVault()
        let support = house.session("support_technician", .support)
        let path = FieldPath(className: "contact", field: "email")
        func left() throws -> Int {
            try #require(house.vault.roles(support).first { $0.role == support.role }?.probesLeft)
        }
        let full = try left()
        _ = try await house.vault.find(path, equals: "nobody@example.com", as: support)
        house.clock.advance(seconds: 1800)
        _ = try await house.vault.find(path, equals: "nobody@example.com", as: support)
        #expect(try left() == full - 2)
        house.clock.advance(seconds: 1799)
        #expect(try left() == full - 2)
        house.clock.advance(seconds: 62)
        #expect(try left() == full - 1)
        house.clock.advance(seconds: 1800)
        #expect(try left() == full)
    }
}
