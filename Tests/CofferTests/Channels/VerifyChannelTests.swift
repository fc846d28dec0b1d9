import Coffer
import CofferModel
import CofferStore
import CofferTesting
import Testing

/// A channel is verified by what was sent to it, and by nobody's word.
@Suite struct VerifyChannelTests {
    @Test func `S0-08 a token that was sent to the address verifies it, once`() async throws {
        let world = try await ChannelHouse()
        let token = try await world.issue(world.mail)
        var state: ChannelState?
        let rows = try await world.house.rows {
            state = try await world.vault.verifyChannel(token, as: world.support)
        }
        #expect(state == .verified)
        #expect(rows.count == 1 && rows[0]["action"] == "confirm" && rows[0]["state"] == "intent")
        #expect(try await world.line(world.mail)?.state == .verified)
        #expect(await code { try await world.vault.verifyChannel(token, as: world.support) } == .notFound)
        let ledger = String(decoding: try world.house.bytes("ledger/00001/rows.jsonl"), as: UTF8.self)
        #expect(!ledger.contains(token))
        #expect(try await world.house.findings(world.vault) == [])
    }

    @Test
    func `S1-08 a token that does nothing is refused alike, whatever the reason, with a row and a probe`()
        async throws
    {
        let world = try await ChannelHouse()
        let erased = try await ChannelHouse(world.house, customer: 2)
        let outdated = try await world.issue(world.mail)
        let ofErased = try await erased.issue(erased.mail)
        let ofNoChannel = try await world.issue(world.phone)
        try await world.write(["email": "other.canary@example.com"])
        _ = try await world.vault.erase(erased.subject, as: world.officer)
        let old = try await world.issue(world.mail, revision: 2)
        let used = try await world.issue(world.mail, revision: 2)
        _ = try await world.vault.verifyChannel(used, as: world.support)
        world.house.clock.advance(seconds: 86_400)
        let tokens = [
            "unknown": "00112233445566778899aabbccddeeff", "empty": "",
            "long": String(repeating: "a", count: 513),
            "outdated": outdated, "erased": ofErased, "no channel": ofNoChannel, "expired": old, "used": used,
        ]
        var seen: Set<[String: JSON]> = []
        for (name, token) in tokens {
            let rows = try await world.house.rows {
                await #expect(throws: VaultError(.notFound), "\(name)") {
                    try await world.vault.verifyChannel(token, as: world.support)
                }
            }
            #expect(rows.count == 1, "\(name)")
            var members = try #require(rows[0].object)
            for own in ["seq", "time", "request", "origin"] { members[own] = nil }
            seen.insert(members)
        }
        #expect(seen.count == 1, "the rows differ in nothing but number, time and request")
        #expect(seen.first?["subject"] == nil && seen.first?["misses"] == 1)
    }

    @Test func `a token counts up to its last moment and no longer, and shorter where the charter says so`()
        async throws
    {
        let world = try await ChannelHouse()
        let token = try await world.issue(world.mail)
        world.house.clock.advance(seconds: 86_399)
        #expect(try await world.vault.verifyChannel(token, as: world.support) == .verified)
    }

    @Test func `the second of two tokens to one address finds it verified, and takes nothing back`()
        async throws
    {
        let world = try await ChannelHouse()
        let (one, two) = (try await world.issue(world.mail), try await world.issue(world.mail))
        _ = try await world.vault.verifyChannel(one, as: world.support)
        try await world.note(.agree(topics: [.billing], act: .explicit), world.mail)
        #expect(try await world.vault.verifyChannel(two, as: world.support) == .agreed)
        #expect(try await world.line(world.mail)?.topics == [.billing])
        let three = try await world.issue(world.mail)
        try await world.note(.revoke, world.mail)
        #expect(await code { try await world.vault.verifyChannel(three, as: world.support) } == .notFound)
    }

    @Test func `guessing tokens spends the probe budget, and a spent one stops a good token too`()
        async throws
    {
        let world = try await ChannelHouse()
        let token = try await world.issue(world.mail)
        var refused: Code?
        for number in 0..<80 where refused != .throttled {
            refused = await code {
                try await world.vault.verifyChannel("guess \(number)", as: world.support)
            }
        }
        #expect(refused == .throttled)
        #expect(await code { try await world.vault.verifyChannel(token, as: world.support) } == .throttled)
        world.house.clock.advance(seconds: 3700)
        #expect(try await world.vault.verifyChannel(token, as: world.support) == .verified)
    }

    @Test func `the page behind a link hands in tokens and sees nobody; others hand in none`() async throws {
        let world = try await ChannelHouse()
        let role = try #require(RoleName("portal"))
        _ = try await world.vault.addStaff("Test", uid: world.house.uid, roles: [role], as: world.house.admin)
        let portal = world.house.session("portal", .account)
        let token = try await world.issue(world.mail)
        for (role, purpose) in [
            ("auditor", Purpose.audit), ("billing_clerk", .billing), ("portal", .support),
        ] {
            let session = world.house.session(role, purpose)
            #expect(await code { try await world.vault.verifyChannel(token, as: session) } == .roleDenied)
        }
        #expect(try await world.vault.verifyChannel(token, as: portal) == .verified)
        #expect(await code { try await world.vault.channels(of: world.subject, as: portal) } == .roleDenied)
        #expect(
            await code {
                try await world.vault.note(.channel(world.mail, .revoke), about: world.subject, as: portal)
            }
                == .roleDenied)
    }

    @Test func `a token names nobody to who reads the store, and goes with him when he is erased`()
        async throws
    {
        let world = try await ChannelHouse()
        let token = try await world.issue(world.mail)
        let rows = try world.house.sql("data.db", "SELECT hex(token), hex(sealed), hex(owner) FROM issued")
            .flatMap { $0 }
        #expect(rows.count == 3)
        let hidden = [Hex.encode(Array(token.utf8)), token, world.subject.description.filter { $0 != "-" }]
        for text in hidden {
            #expect(!rows.contains { $0.lowercased().contains(text) })
        }
        _ = try await world.vault.erase(world.subject, as: world.officer)
        let left = try world.house.sql("data.db", "SELECT count(*), hex(owner) FROM issued")
        #expect(left.map(\.first) == ["0"])
    }
}
