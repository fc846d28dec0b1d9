import Coffer
import CofferTesting
import Testing

/// The second factor is proved where the person is: the vault sees a signature, never the key file (P-24).
@Suite struct ChallengeTests {
    private struct Enrolled {
        let house: TestVault
        let clerk: Session
        var file: String { house.directory.file("me.login") }

        init() async throws {
            house = try await TestVault()
            clerk = house.session("billing_clerk", .billing)
            var phrase = Array("a phrase of some length".utf8)
            _ = try await house.vault.enrolLogin(file, passphrase: &phrase, as: clerk)
        }

        func sign(_ challenge: LoginChallenge, _ phrase: String = "a phrase of some length") throws
            -> [UInt8]?
        {
            var phrase = Array(phrase.utf8)
            defer { #expect(phrase.allSatisfy { $0 == 0 }) }
            return try SecondFactor.sign(challenge, with: file, passphrase: &phrase)
        }

        func login(_ signature: [UInt8], _ challenge: LoginChallenge, as session: Session? = nil) async
            -> Code?
        {
            await code {
                try await house.vault.login(
                    signature: signature, challenge: challenge.random, as: session ?? clerk)
            }
        }
    }

    @Test func `a signed challenge counts once`() async throws {
        let one = try await Enrolled()
        let challenge = try await one.house.vault.challenge(as: one.clerk)
        #expect(try LoginChallenge(json: challenge.json) == challenge)
        let signature = try #require(try one.sign(challenge))
        #expect(await one.login(signature, challenge) == nil)
        #expect(await one.login(signature, challenge) == .noMFA)
    }

    @Test func `a challenge counts for a minute, and only the newest`() async throws {
        let one = try await Enrolled()
        let old = try await one.house.vault.challenge(as: one.clerk)
        let signature = try #require(try one.sign(old))
        one.house.clock.advance(seconds: 60)
        #expect(await one.login(signature, old) == .noMFA)
        let first = try await one.house.vault.challenge(as: one.clerk)
        _ = try await one.house.vault.challenge(as: one.clerk)
        let late = try #require(try one.sign(first))
        #expect(await one.login(late, first) == .noMFA)
    }

    @Test func `a wrong passphrase signs nothing, and a signature of something else is refused and recorded`()
        async throws
    {
        let one = try await Enrolled()
        let challenge = try await one.house.vault.challenge(as: one.clerk)
        #expect(try one.sign(challenge, "another phrase of length") == nil)
        let foreign = LoginChallenge(
            vault: challenge.vault, actor: challenge.actor, random: [UInt8](repeating: 0, count: 32))
        let signature = try #require(try one.sign(foreign))
        let rows = try await one.house.rows {
            #expect(await one.login(signature, challenge) == .noMFA)
        }
        #expect(rows.contains { $0["action"] == "login" && $0["code"] == "no_mfa" })
    }
}
