import Coffer
import CofferModel
import Testing

@Suite struct LedgerRowsTests {
    @Test(arguments: [Int.min, -1, 0, 10_001, Int.max])
    func `no more rows than ten thousand are answered, and no fewer than one`(last: Int) async throws {
        let house = try await TestVault()
        let auditor = house.session("auditor", .audit)
        #expect(
            await code { try await house.vault.ledgerRows(last: last, of: nil, as: auditor) } == .tooLarge)
        #expect(try await house.vault.ledgerRows(last: 1, of: nil, as: auditor).count == 1)
        #expect(try await !house.vault.ledgerRows(last: 10_000, of: nil, as: auditor).isEmpty)
    }
}
