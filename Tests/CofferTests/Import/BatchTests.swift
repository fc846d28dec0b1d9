import Coffer
import CofferModel
import CofferTesting
import Testing

/// What one batch of an import makes of its lines among each other.
@Suite struct BatchTests {
    private func take(_ lines: [String], _ house: TestVault) async throws -> [ImportResult] {
        try await house.vault.importLines(
            lines.enumerated().map { ImportLine(number: $0 + 1, bytes: Array($1.utf8)) }, as: house.admin)
    }

    private func manyCards(_ count: Int) -> String {
        let card = #"{"class":"payment","fields":{"holder":"A B"}}"#
        return #"{"ref":"many","language":"bg","source":"order","records":["#
            + Array(repeating: card, count: count).joined(separator: ",") + "]}"
    }

    @Test func `the same line twice is unchanged, whether the batch is cut between them or not`() async throws
    {
        let house = try await TestVault()
        let (one, two) = (Customers.line(1), Customers.line(2))
        let other = one.replacing("EX2300", with: "EX2400")
        let results = try await take([one, one, two, other], house)
        #expect(
            results == [
                .added(records: 5), .unchanged, .added(records: 5),
                .refused(VaultError(.conflict, rule: "ref.other_content")),
            ])
        #expect(try await take([one, two], house) == [.unchanged, .unchanged])
    }

    @Test func `whoever learns that a customer is here leaves a row, also when nothing was added`()
        async throws
    {
        let house = try await TestVault()
        _ = try await take([Customers.line(1)], house)
        var again: [ImportResult] = []
        let rows = try await house.rows { again = try await take([Customers.line(1)], house) }
        #expect(again == [.unchanged])
        #expect(rows.contains { $0["action"] == "import" && $0["state"] == nil })
        // A line that is simply wrong says nothing of anybody.
        let silent = try await house.rows { _ = try await take(["{}"], house) }
        #expect(silent.isEmpty)
    }

    @Test
    func `a customer who does not fit one ledger row is refused alone, and the biggest that is taken fits`()
        async throws
    {
        let house = try await TestVault()
        let results = try await take([manyCards(3000), Customers.line(1)], house)
        #expect(
            results.first
                == .refused(
                    VaultError(.tooLarge, rule: "records.count", "the customer does not fit one ledger row")))
        #expect(results.last == .added(records: 5))
        #expect(try await take([manyCards(590)], house) == [.added(records: 590)])
        #expect(try await house.findings(house.vault) == [])
    }

    @Test func `a find for what cannot be a value leaves a row too`() async throws {
        let house = try await TestVault()
        let support = house.session("support_technician", .support)
        let rows = try await house.rows {
            await #expect(throws: VaultError.self) {
                try await house.vault.find(
                    FieldPath(className: "contact", field: "email"), equals: "no address", as: support)
            }
        }
        #expect(rows.count == 1 && rows.first?["code"] == "bad_value")
    }
}
