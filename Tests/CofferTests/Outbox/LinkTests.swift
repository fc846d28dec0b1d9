import Coffer
import CofferModel
import CofferTesting
import Testing

/// The page behind a link learns whom it is about, and nothing of him (S4-29).
@Suite struct LinkTests {
    private let box: OutboxHouse
    private let portal: Session

    init() async throws {
        box = try await OutboxHouse()
        let role = try #require(RoleName("portal"))
        _ = try await box.vault.addStaff(
            "Test", uid: box.house.uid, roles: [role], as: box.house.admin)
        portal = box.house.session("portal", .account)
    }

    /// The token at the end of the link of a message that left.
    private func token(about record: RecordID? = nil, once: Bool = false) async throws -> String {
        let before = Set(try box.bodies())
        _ = try await box.vault.send(
            once ? "password_reset" : "request_ack", to: box.subject, about: record,
            given: once ? [:] : ["request": "DSR-1", "due_on": "2026-12-01"], idempotencyKey: nil,
            as: once ? box.sender : box.channels.officer)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        let body = try #require(try box.bodies().first { !before.contains($0) })
        return String(try #require(body.firstMatch(of: /\/n\/([0-9a-f]{32})/)).1)
    }

    private func code(_ token: String, _ session: Session) async -> Code? {
        await CofferTests.code { try await box.vault.link(token, as: session) }
    }

    @Test
    func `a link tells whom and what its message was about, again and again, and no row holds its token`()
        async throws
    {
        let record = box.channels.mail.record
        let token = try await token(about: record)
        var told: ResolvedLink?
        let rows = try await box.house.rows { told = try await box.vault.link(token, as: portal) }
        #expect(told?.subject == box.subject && told?.record == record && told?.kind == "request_ack")
        #expect(told?.use == .link)
        #expect(told?.until == box.house.clock.now().adding(seconds: Limits.linkSeconds))
        #expect(try await box.vault.link(token, as: portal) == told)
        #expect(rows.count == 1 && rows[0]["action"] == "link" && rows[0]["subject"] != nil)
        let ledger = String(decoding: try box.house.bytes("ledger/00001/rows.jsonl"), as: UTF8.self)
        #expect(!ledger.contains(token))
        #expect(try await box.house.findings(box.vault) == [])
    }

    @Test func `a token that stands for nothing is not_found, whatever the reason, and the rows are alike`()
        async throws
    {
        let old = try await token()
        let proof = try await box.channels.issue(box.channels.phone)
        box.house.clock.advance(seconds: Limits.linkSeconds)
        let ofRecord = try await token(about: try await box.house.record("device_access", of: box.subject))
        let access = try #require(try await box.vault.link(ofRecord, as: portal).record)
        _ = try await box.vault.remove(
            access, revision: 1, as: box.house.session("privacy_officer", .subjectRights, case: "DSR-1"))
        var seen: Set<[String: JSON]> = []
        for token in ["", "00112233445566778899aabbccddeeff", proof, old, ofRecord] {
            let rows = try await box.house.rows { #expect(await code(token, portal) == .notFound) }
            var members = try #require(rows.first?.object)
            for own in ["seq", "time", "request", "origin"] { members[own] = nil }
            seen.insert(members)
        }
        #expect(seen.count == 1 && seen.first?["subject"] == nil && seen.first?["misses"] == 1)
    }

    @Test func `AS-15 a link for a new password works once and for an hour`() async throws {
        let token = try await token(once: true)
        let told = try await box.vault.link(token, as: portal)
        #expect(told.until == box.house.clock.now().adding(seconds: Limits.onceSeconds))
        #expect(await code(token, portal) == .notFound)
        let late = try await self.token(once: true)
        box.house.clock.advance(seconds: Limits.onceSeconds)
        #expect(await code(late, portal) == .notFound)
        #expect(try await box.house.findings(box.vault) == [])
    }

    @Test func `a link that went to an address that was written over tells nothing any more`() async throws {
        let token = try await token()
        try await box.channels.write(["email": "new.address@post.example"])
        #expect(await code(token, portal) == .notFound)
    }

    @Test func `a link of an erased customer is not_found like any other`() async throws {
        let token = try await token()
        _ = try await box.vault.erase(box.subject, as: box.channels.officer)
        #expect(await code(token, portal) == .notFound)
    }

    @Test func `who may hand tokens in is not told whom they are about`() async throws {
        let token = try await token()
        for session in [box.channels.support, box.house.session("auditor", .audit), box.sender] {
            #expect(await code(token, session) == .roleDenied)
        }
        let officer = box.house.session("privacy_officer", .subjectRights)
        #expect(await code(token, officer) == .noCase)
        #expect(await code(token, box.channels.officer) == nil)
    }

    @Test func `guessing links spends the probe budget, and a spent one stops a good link too`() async throws
    {
        let token = try await token()
        var refused: Code?
        for number in 0..<80 where refused != .throttled {
            refused = await code("guess \(number)", box.channels.officer)
        }
        #expect(refused == .throttled)
        #expect(await code(token, box.channels.officer) == .throttled)
        box.house.clock.advance(seconds: 3700)
        #expect(await code(token, box.channels.officer) == nil)
    }

    @Test func `a link does not end advertising, and ends nothing when it is handed in for that`()
        async throws
    {
        let token = try await token()
        #expect(
            await CofferTests.code { try await box.vault.unsubscribe(token, as: portal) } == .notFound)
    }
}
