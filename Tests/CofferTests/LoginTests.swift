import Coffer
import CofferModel
import CofferTesting
import Testing

@Suite struct LoginTests {
    private let passphrase = "correct horse battery"

    private func secret(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `P-29 clear of tier 3 needs the second factor, and not one older than fifteen minutes`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let clerk = house.session("billing_clerk", .billing, case: "INV-1", reason: "refund")
        let added = try await house.vault.show(subject, as: clerk)
        #expect(!added.records.isEmpty)
        let line = """
            {"ref":"c9","language":"bg","source":"order","records":[\
            {"class":"contact","fields":{"email":"second@example.com"}},\
            {"class":"payment","fields":{"iban":"BG80BNBG96611020345678"}}]}
            """
        _ = try await house.vault.importLines(
            [ImportLine(number: 1, bytes: Array(line.utf8))], as: house.admin)
        let email = FieldPath(className: "contact", field: "email")
        let second = try #require(
            try await house.vault.find(email, equals: "second@example.com", as: clerk).first)
        let wish = try #require(FieldPattern("payment.iban:clear"))

        #expect(await code { try await house.vault.show(second, fields: [wish], as: clerk) } == .noMFA)

        let file = house.directory.file("me.login")
        var chosen = secret(passphrase)
        try await house.vault.enrolLogin(file, passphrase: &chosen, as: clerk)
        #expect(chosen.allSatisfy { $0 == 0 })
        var wrong = secret("not the passphrase")
        await #expect(throws: VaultError(.noMFA, "the key file or its passphrase is wrong")) {
            try await house.vault.login(file, passphrase: &wrong, as: clerk)
        }
        var right = secret(passphrase)
        _ = try await house.vault.login(file, passphrase: &right, as: clerk)
        let after = try await house.vault.show(second, fields: [wish], as: clerk)
        #expect(after.records.first?.fields["iban"] == .value(.clear, "BG80BNBG96611020345678"))

        house.clock.advance(seconds: 15 * 60 + 1)
        #expect(await code { try await house.vault.show(second, fields: [wish], as: clerk) } == .noMFA)
    }

    @Test func `a short passphrase is refused with its rule`() async throws {
        let house = try await TestVault()
        var short = secret("short")
        await #expect(throws: VaultError(.badValue, rule: "passphrase.length")) {
            try await house.vault.enrolLogin(
                house.directory.file("me.login"), passphrase: &short,
                as: house.session("billing_clerk", .billing))
        }
    }
}
