import Coffer
import CofferModel
import CofferTesting
import Testing

/// The second factor is a second factor (P-29).
@Suite struct SecondFactorTests {
    private func enrol(_ name: String, _ text: String, _ house: TestVault) async -> Code? {
        var passphrase = Array(text.utf8)
        do {
            try await house.vault.enrolLogin(
                house.directory.file(name), passphrase: &passphrase, as: house.admin)
        } catch { return error.code }
        return nil
    }

    private func login(_ name: String, _ text: String, _ house: TestVault) async -> Code? {
        var passphrase = Array(text.utf8)
        do {
            _ = try await house.vault.login(
                house.directory.file(name), passphrase: &passphrase, as: house.admin)
        } catch { return error.code }
        return nil
    }

    @Test func `who runs under somebody's uid cannot give himself a new one`() async throws {
        let house = try await TestVault()
        let actor = house.vault.whoami(house.admin)?.actor
        #expect(await enrol("first", "correct horse battery", house) == nil)
        let rows = try await house.rows {
            #expect(await enrol("second", "another passphrase", house) == .noMFA)
        }
        #expect(house.holds(rows, .noMFA, by: actor))
        #expect(await login("second", "another passphrase", house) == .noMFA)
        #expect(await login("first", "correct horse battery", house) == nil)
        // Having proved the old one, he may.
        #expect(await enrol("third", "a third passphrase", house) == nil)
        #expect(await login("first", "correct horse battery", house) == .noMFA)
        house.clock.advance(seconds: 15 * 60 + 1)
        #expect(await enrol("fourth", "a fourth passphrase", house) == .noMFA)
    }
}
