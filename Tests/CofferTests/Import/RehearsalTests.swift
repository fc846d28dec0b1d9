import Coffer
import CofferModel
import CofferTesting
import Testing

/// What an import would do, told without doing it.
@Suite struct RehearsalTests {
    private func lines(_ texts: [String]) -> [ImportLine] {
        texts.enumerated().map { ImportLine(number: $0 + 1, bytes: Array($1.utf8)) }
    }

    @Test func `a rehearsal answers as the import does, and takes nothing in`() async throws {
        let house = try await TestVault()
        let known = Customers.line(1)
        _ = try await house.vault.importLines(lines([known]), as: house.admin)
        let given = lines([
            known, known.replacing("EX2300", with: "EX2400"), Customers.line(2), "{}", Customers.line(2),
            Customers.line(3).replacing("4111111111111111", with: "4111111111111112"), "!",
        ])
        let told = try await house.vault.rehearseImport(given, as: house.admin)
        #expect(
            Array(told.prefix(3)) == [
                .unchanged, .refused(VaultError(.conflict, rule: "ref.other_content")), .added(records: 5),
            ])
        #expect(try await house.vault.verify(as: house.admin) { _ in }.subjects == 1)
        #expect(try await house.vault.rehearseImport(given, as: house.admin) == told)
        #expect(try await house.vault.importLines(given, as: house.admin) == told)
        #expect(try await house.findings(house.vault) == [])
    }

    @Test func `each batch of a rehearsal leaves a row that says so, whatever it found`() async throws {
        let house = try await TestVault()
        for text in [Customers.line(1), "{}"] {
            let rows = try await house.rows {
                _ = try await house.vault.rehearseImport(lines([text]), as: house.admin)
            }
            #expect(rows.count == 1)
            #expect(rows.first?["action"] == "import" && rows.first?["noted"] == "rehearsed")
            #expect(rows.first?["state"] == nil)
        }
    }

    @Test func `who may not import may not rehearse one, and is told nothing of who is here`() async throws {
        let house = try await TestVault()
        _ = try await house.addCustomer(1)
        let told = try await house.vault.rehearseImport(
            lines([Customers.line(1), Customers.line(2)]), as: house.session("auditor", .audit))
        for result in told {
            guard case .refused(let error) = result else { return #expect(Bool(false), "\(result)") }
            #expect(error.code == .roleDenied)
        }
        await #expect(throws: VaultError(.tooLarge, "1...64 lines a batch")) {
            try await house.vault.rehearseImport([], as: house.admin)
        }
    }

    @Test func `a customer who was erased is told as an import would tell him`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        _ = try await house.vault.erase(subject, as: officer)
        let told = try await house.vault.rehearseImport(lines([Customers.line(1)]), as: house.admin)
        #expect(told == [.refused(VaultError(.erased, rule: "ref.erased"))])
    }
}
