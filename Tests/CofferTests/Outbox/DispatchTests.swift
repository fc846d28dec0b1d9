import Coffer
import CofferCharter
import CofferModel
import CofferStore
import CofferTesting
import Foundation
import Testing

/// What waits leaves once, by one agreed channel, and what stands against it is found when it leaves.
@Suite struct DispatchTests {
    @Test func `a notice that was queued leaves for the agreed channel, and the ledger says so`() async throws
    {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        #expect(try await box.line(notice)?.state == .queued)
        var done = Dispatched()
        let rows = try await box.house.rows { done = try await box.dispatch() }
        #expect(done == Dispatched(sent: 1))
        let line = try #require(try await box.line(notice))
        #expect(line.state == .sent && line.tries == 1 && line.reason == nil && line.due == nil)
        #expect(try box.envelopes().count == 1 && box.envelopes()[0].contains(Customers.email(1)))
        #expect(rows.last?["noted"] == "service_state.sent")
        #expect(rows.contains { $0["action"] == "deliver" })
        #expect(rows.contains { $0["action"] == "scan" })
        #expect(try await box.dispatch() == Dispatched())
        #expect(try box.bodies().count == 1)
    }

    @Test func `no address stands beside a body, on disk or in the outbox (E-16, B19)`() async throws {
        let box = try await OutboxHouse()
        _ = try await box.send()
        for file in try FileManager.default.contentsOfDirectory(atPath: box.house.path) {
            let bytes = try? Data(contentsOf: URL(fileURLWithPath: box.house.path + "/" + file))
            #expect(bytes?.range(of: Data(Customers.email(1).utf8)) == nil)
        }
        _ = try await box.dispatch()
        let body = try #require(try box.bodies().first)
        #expect(body.contains("прекъсване") && body.contains("1 декември 2026"))
        #expect(!body.contains("canary") && !body.contains("Канарче") && !body.contains("@example.com"))
    }

    @Test
    func
        `an objection between queueing and leaving stops what rests on it, and no mandatory kind (B15, B16)`()
        async throws
    {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        _ = try await box.vault.note(
            .withdrawal(topic: "service_notice"), about: box.subject, as: box.channels.officer)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        #expect(try await box.line(notice)?.state == .sent)
    }

    @Test func `a restricted customer gets security and legal kinds only, an erased one none (§3.10 rule 9)`()
        async throws
    {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        _ = try await box.vault.note(.restriction(nil), about: box.subject, as: box.channels.officer)
        #expect(try await box.dispatch() == Dispatched(dead: 1))
        let line = try #require(try await box.line(notice))
        #expect(line.state == .dead && line.reason == "restricted")
        #expect(try box.bodies().isEmpty)
        _ = try await box.vault.note(.lift(nil), about: box.subject, as: box.channels.officer)
        try await box.vault.retry(notice, as: box.sender)
        #expect(try await box.dispatch() == Dispatched(sent: 1))

        _ = try await box.send()
        _ = try await box.vault.erase(box.subject, as: box.channels.officer)
        #expect(try await box.dispatch() == Dispatched())
        #expect(try box.bodies().count == 1)
        #expect(try await box.store { try await $0.counts() }.notices == 0)
        #expect(try await box.house.findings(box.vault) == [])
    }

    @Test(arguments: [ChannelChange.revoke, .suspend(until: nil), .agree(topics: [.billing], act: .explicit)])
    func `without a channel that is agreed for its topic nothing leaves (B17)`(change: ChannelChange)
        async throws
    {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        try await box.channels.note(change, box.channels.mail)
        #expect(try await box.dispatch() == Dispatched(dead: 1))
        #expect(try await box.line(notice)?.reason == "channel_not_agreed")
        #expect(try box.bodies().isEmpty)
    }

    @Test func `another address is another agreement (S2-06)`() async throws {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        try await box.channels.write(["email": "thief@elsewhere.example"])
        _ = try await box.dispatch()
        #expect(try await box.line(notice)?.reason == "channel_not_agreed")
        #expect(try !box.envelopes().joined().contains("thief"))
    }

    @Test func `what is put off is tried again under the same name, with its reason in the list`()
        async throws
    {
        let box = try await OutboxHouse()
        let log = box.house.directory.file("seen")
        try await box.deliver(by: "grep -i '^message-id:' >> \(log); exit 75")
        let notice = try await box.send()
        #expect(try await box.dispatch() == Dispatched(deferred: 1))
        let line = try #require(try await box.line(notice))
        #expect(line.state == .queued && line.reason == "busy 75" && line.tries == 1)
        #expect(try #require(line.due) > box.house.clock.now())
        #expect(try await box.dispatch() == Dispatched())
        box.house.clock.advance(seconds: 120)
        #expect(try await box.dispatch() == Dispatched(deferred: 1))
        let names = try String(contentsOfFile: log, encoding: .utf8).split(whereSeparator: \.isNewline)
        #expect(names.count == 2 && Set(names).count == 1)
        try await box.deliverIntoFolders()
        box.house.clock.advance(seconds: 600)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        let body = try #require(try box.bodies().first)
        #expect(
            body.lowercased().contains(try #require(names.first).lowercased().dropFirst("message-id: ".count))
        )
    }

    @Test func `a refusal of the other side ends it until somebody has it tried again`() async throws {
        let box = try await OutboxHouse()
        try await box.deliver(by: "cat >/dev/null; exit 67")
        let notice = try await box.send()
        #expect(try await box.dispatch() == Dispatched(dead: 1))
        #expect(try await box.line(notice)?.reason == "recipient 67")
        box.house.clock.advance(seconds: 86_400)
        #expect(try await box.dispatch() == Dispatched())
        try await box.deliverIntoFolders()
        try await box.vault.retry(notice, as: box.sender)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
    }

    @Test func `after seven days a notice lapses, and then its row is gone (E-11, §3.10 rule 12)`()
        async throws
    {
        let box = try await OutboxHouse()
        try await box.deliver(by: "cat >/dev/null; exit 75")
        let notice = try await box.send()
        _ = try await box.dispatch()
        box.house.clock.advance(seconds: 7 * 86_400)
        _ = try await box.dispatch()
        #expect(try await box.line(notice)?.state ?? .lapsed == .lapsed)
        _ = try await box.dispatch()
        #expect(try await box.store { try await $0.counts() }.notices == 0)
        #expect(try await box.house.findings(box.vault) == [])
    }

    @Test func `one that is taken back does not leave`() async throws {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        try await box.vault.cancel(notice, as: box.sender)
        #expect(try await box.dispatch() == Dispatched())
        let line = try #require(try await box.line(notice))
        #expect(line.state == .lapsed && line.reason == "cancelled")
        await #expect(
            throws: VaultError(.conflict, naming: "the notice is lapsed, and this is for one that is queued")
        ) { try await box.vault.cancel(notice, as: box.sender) }
        await #expect(
            throws: VaultError(.conflict, naming: "the notice is lapsed, and this is for one that is dead")
        ) { try await box.vault.retry(notice, as: box.sender) }
        #expect(try await box.house.findings(box.vault) == [])
    }

    @Test func `no recipient gets more than his share in an hour (E-12)`() async throws {
        let box = try await OutboxHouse()
        var members = box.house.spool().object ?? [:]
        members["rates"] = ["per_recipient_hour": 2, "per_domain_minute": 60]
        try await box.vault.setDelivery(.object(members), as: box.house.admin)
        for _ in 0..<3 { _ = try await box.send() }
        #expect(try await box.dispatch() == Dispatched(sent: 2, deferred: 1))
        #expect(try await box.dispatch() == Dispatched())
        box.house.clock.advance(seconds: 3601)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
    }

    @Test func `no domain gets more than its share in a minute`() async throws {
        let box = try await OutboxHouse()
        var members = box.house.spool().object ?? [:]
        members["rates"] = ["per_recipient_hour": 20, "per_domain_minute": 1]
        try await box.vault.setDelivery(.object(members), as: box.house.admin)
        for _ in 0..<3 { _ = try await box.send() }
        #expect(try await box.dispatch() == Dispatched(sent: 1, deferred: 2))
        // Each that waits has a moment of its own, and asks once.
        box.house.clock.advance(seconds: 61)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        #expect(try await box.dispatch() == Dispatched())
        box.house.clock.advance(seconds: 60)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
    }

    @Test func `whoever is no dispatcher sends nothing, and without a way out nothing leaves`() async throws {
        let box = try await OutboxHouse()
        _ = try await box.send()
        let stranger = box.house.session("recruiter", .serviceNotice)
        #expect(await code { try await box.vault.dispatch(as: stranger) } == .roleDenied)
        let other = try await TestVault()
        #expect(
            await code { try await other.vault.dispatch(as: other.session("dispatcher", .serviceNotice)) }
                == .notFound)
    }

    @Test func `the same key queues once, and another notice under it is a conflict`() async throws {
        let box = try await OutboxHouse()
        func send(_ status: String) async throws -> QueuedNotice {
            var given = OutboxHouse.given
            given["status"] = status
            return try await box.vault.send(
                "service_state", to: box.subject, about: nil, given: given, idempotencyKey: "k1",
                as: box.sender)
        }
        let first = try await send("outage")
        #expect(try await send("outage") == first)
        #expect(await code { try await send("restored") } == .conflict)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
    }

    @Test func `what a sender may not send, or gives wrong, is refused before it is queued`() async throws {
        let box = try await OutboxHouse()
        let clerk = box.house.session("billing_clerk", .billing)
        func send(_ kind: String, _ given: [String: String], _ session: Session) async -> Code? {
            await code {
                try await box.vault.send(
                    kind, to: box.subject, about: nil, given: given, idempotencyKey: nil, as: session)
            }
        }
        #expect(await send("service_state", OutboxHouse.given, clerk) == .roleDenied)
        #expect(await send("no_such_kind", [:], box.sender) == .roleDenied)
        #expect(await send("service_state", [:], box.sender) == .badValue)
        await #expect(
            throws: VaultError(
                .badValue, rule: "given.missing", naming: "begins_at: a day and an hour, as 2027-02-03T14:00Z"
            )
        ) {
            try await box.vault.send(
                "service_state", to: box.subject, about: nil, idempotencyKey: nil, as: box.sender)
        }
        await #expect(
            throws: VaultError(
                .badValue, rule: "given.word", naming: "status: one of degraded, outage, planned, restored")
        ) {
            try await box.vault.send(
                "service_state", to: box.subject, about: nil,
                given: OutboxHouse.given.merging(["status": "call me"]) { $1 }, idempotencyKey: nil,
                as: box.sender)
        }
        #expect(
            await send("service_state", OutboxHouse.given.merging(["status": "call me"]) { $1 }, box.sender)
                == .badValue)
        #expect(try await box.store { try await $0.counts() }.notices == 0)
    }

    @Test
    func
        `who asks for a kind that he does not send is told those he does, whether or not there is such a kind`()
        async throws
    {
        let box = try await OutboxHouse()
        func refusal(_ kind: String, _ session: Session) async -> VaultError? {
            do {
                _ = try await box.vault.preview(kind, for: box.subject, about: nil, as: session)
                return nil
            } catch { return error }
        }
        let kinds =
            "certificate_expiring, password_reset, service_state for service_notice; welcome_verify for support"
        let told = VaultError(.roleDenied, naming: "support_technician sends \(kinds)")
        #expect(await refusal("no_such_kind", box.sender) == told)
        #expect(await refusal("breach_notice", box.sender) == told)
        // Who does not hold the role, or whose role sends nothing, is told nothing.
        let connector = box.house.session("payment_connector", .billing)
        for kind in ["no_such_kind", "invoice_issued"] {
            #expect(await refusal(kind, connector) == VaultError(.roleDenied))
            #expect(await refusal(kind, box.house.session("auditor", .audit)) == VaultError(.roleDenied))
        }
    }

    @Test func `a list spends the budget of subjects, a row for each it names, and names nobody beyond it`()
        async throws
    {
        let text = String(
            decoding: try #require(BuiltInCharters.source(named: "network-admin")), as: UTF8.self)
        let budget = "clear_values_per_hour: 200, subjects_per_hour: "
        #expect(text.contains(budget + "60, probes_per_hour: 60"))
        let few = text.replacing(budget + "60, probes_per_hour: 60", with: budget + "3, probes_per_hour: 60")
        let box = try await OutboxHouse(
            try await TestVault(charter: .file(name: "few.yaml", text: few)), agreed: [])
        var others: [SubjectID] = []
        // Adding looks them up, which spends the budget too.
        box.house.clock.advance(seconds: 3700)
        for number in 2...4 { others.append(try await box.house.addCustomer(number)) }
        box.house.clock.advance(seconds: 3700)
        for one in [box.subject] + others {
            _ = try await box.vault.send(
                "service_state", to: one, about: nil, given: OutboxHouse.given, idempotencyKey: nil,
                as: box.sender)
        }
        func list(_ subject: SubjectID? = nil) async throws -> Int {
            try await box.vault.notices(of: subject, state: nil, as: box.sender).count
        }
        var listed = 0
        let rows = try await box.house.rows { listed = try await list(box.subject) }
        #expect(listed == 1 && rows.count == 1)
        #expect(rows.first?["noted"] == "notices.listed" && rows.first?["subject"] != nil)
        #expect(await code { try await list() } == .throttled)
        #expect(try await list(others[0]) == 1)
        #expect(try await list(others[1]) == 1)
        // Three were named, and count once.
        #expect(await code { try await list(others[2]) } == .throttled)
        #expect(try await list(box.subject) == 1)
        box.house.clock.advance(seconds: 3700)
        #expect(try await list(others[2]) == 1)
    }

    @Test func `an end before its beginning is neither shown nor queued`() async throws {
        let box = try await OutboxHouse()
        let given = OutboxHouse.given.merging(["ends_at": "2026-12-01T08:00Z"]) { $1 }
        for act in ["preview", "send"] {
            let refused = await #expect(throws: VaultError.self) {
                if act == "preview" {
                    _ = try await box.vault.preview(
                        "service_state", for: box.subject, about: nil, given: given, as: box.sender)
                } else {
                    _ = try await box.vault.send(
                        "service_state", to: box.subject, about: nil, given: given, idempotencyKey: nil,
                        as: box.sender)
                }
            }
            #expect(refused?.code == .badValue && refused?.rule == "given.order")
        }
        #expect(try await box.store { try await $0.counts() }.notices == 0)
    }

    @Test func `S2-06 where the first channel is no more, the next that he agreed to is tried`() async throws
    {
        let box = try await OutboxHouse()
        let support = box.channels.support
        let record = try await box.vault.addRecord(
            RecordInput(className: "contact", fields: ["email": "second@post.example"]), to: box.subject,
            parent: nil, idempotencyKey: nil, as: support)
        let second = ChannelField(record: record, path: box.channels.mail.path)
        if try await box.channels.line(second) == nil { try await box.channels.note(.propose, second) }
        try await box.channels.agree(second, [.service])
        let arrived = box.house.directory.file("arrived")
        try await box.deliver(
            by:
                "mail=$(cat); case \"$mail\" in *second@post.example*) printf %s x >> \(arrived);; *) exit 67;; esac"
        )
        let notice = try await box.send()
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        #expect(try String(contentsOfFile: arrived, encoding: .utf8) == "x")
        #expect(try await box.line(notice)?.tries == 1)
        let rows = try box.house.rows()
        #expect(rows.contains { $0["noted"] == "service_state.refused.recipient" })
        // Where nobody is at any of them, it is refused.
        try await box.deliver(by: "cat >/dev/null; exit 67")
        let other = try await box.send()
        #expect(try await box.dispatch() == Dispatched(dead: 1))
        #expect(try await box.line(other)?.reason?.hasPrefix("recipient") == true)
    }

    @Test func `what stands against the dispatcher stands against no notice`() async throws {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        let stranger = box.house.session("recruiter", .serviceNotice)
        #expect(await code { try await box.vault.dispatch(as: stranger) } == .roleDenied)
        let line = try #require(try await box.line(notice))
        #expect(line.state == .queued && line.tries == 0)
    }

    @Test func `so many notices of one customer wait, and no more`() async throws {
        let box = try await OutboxHouse()
        for _ in 0..<Limits.noticesPerSubject { _ = try await box.send() }
        #expect(await code { try await box.send() } == .throttled)
    }
}
