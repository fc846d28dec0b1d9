import Coffer
import CofferCrypto
import CofferModel
import CofferSQLite
import CofferTesting
import Foundation
import Testing

/// A card is used by a connector, for an order, once; nobody is shown it (S3-12, S4-16, B32).
@Suite(.enabled(if: UseHouse.isReady, "no Python in .build/tools; .ci/run puts it there"))
struct ChargeTests {
    @Test func `a connector charges a card for an order, and the caller gets what is declared of its answer`()
        async throws
    {
        let house = try await UseHouse()
        try await house.order("A-1")
        var used: Used?
        let rows = try await house.house.rows { used = try await house.charge("A-1") }
        let answer = try #require(used)
        #expect(answer.isAccepted && answer.status == .http(200) && !answer.isWithheld)
        #expect(answer.answer == ["result": "approved", "id": "tx_1"])
        let received = try #require(try house.server.received().first)
        #expect(received.facts["path"] == "/v1/charges" && received.facts["method"] == "POST")
        #expect(received.facts["body"]?["number"] == .string(UseHouse.pan))
        #expect(received.facts["body"]?["holder"] == "YORDANKA KANARCHE")
        #expect(received.facts["body"]?["pay"] == "12.50 EUR for A-1")
        let noted = rows.compactMap { $0["noted"]?.string }
        #expect(noted == ["connector.psp", "order.used", "connector.psp.accepted"])
        let opened = try #require(rows.first?["cells"]?.array?.first)
        #expect(
            opened["granted"]?["delivered"] == ["payment.expiry", "payment.holder", "payment.pan"])
        let text = rows.map { String(decoding: $0.canonical, as: UTF8.self) }.joined()
        #expect(!text.contains(UseHouse.pan) && !text.contains("YORDANKA") && !text.contains("12.50"))
        #expect(try await house.house.findings(house.vault) == [])
    }

    @Test func `an order is used up by its charge, and no number stands for two orders`() async throws {
        let house = try await UseHouse()
        try await house.order("A-1")
        _ = try await house.charge("A-1")
        let again = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(again?.code == .orderDenied)
        #expect(try house.server.received().count == 1)
        let noted = try await house.refusal { try await house.order("A-1") }
        #expect(noted?.code == .conflict && noted?.rule == "order.number")
    }

    @Test func `a card is not charged for an order that was not noted, nor for one of another record`()
        async throws
    {
        let house = try await UseHouse()
        try await house.order("A-1", card: house.access)
        for number in ["A-1", "A-2"] {
            var refusal: VaultError?
            let rows = try await house.house.rows {
                refusal = try await house.refusal { _ = try await house.charge(number) }
            }
            #expect(refusal?.code == .orderDenied)
            #expect(house.house.holds(rows, .orderDenied, by: nil))
        }
        #expect(!house.server.noted("connected"))
    }

    @Test func `who notes orders has no card charged, and who has cards charged notes no order`() async throws
    {
        let house = try await UseHouse()
        try await house.order("A-1")
        let charge = try await house.refusal { _ = try await house.charge("A-1", as: house.clerk) }
        #expect(charge?.code == .roleDenied)
        let note = try await house.refusal {
            try await house.vault.note(
                .order("A-2", card: house.card, amount: "1.00", currency: "EUR"), about: house.subject,
                as: house.payer)
        }
        #expect(note?.code == .roleDenied)
        #expect(!house.server.noted("connected"))
    }

    @Test func `what goes to a connector is answered to nobody who asks for it himself`() async throws {
        let house = try await UseHouse()
        let path = FieldPath(className: "payment", field: "pan")
        let ask = FieldAsk(subject: house.subject, record: house.card, path: path, form: .delivered)
        let answers = try await house.vault.read([ask], as: house.payer)
        #expect(answers.map(\.result) == [.denied(.connectorOnly)])
        let other = try await house.vault.read([ask], as: house.clerk)
        #expect(other.map(\.result) == [.denied(.roleDenied)])
    }

    @Test func `a decline is told as one, and the order is used up`() async throws {
        let house = try await UseHouse("decline")
        try await house.order("A-1")
        let used = try await house.charge("A-1")
        #expect(!used.isAccepted && used.status == .http(402) && used.answer["result"] == "declined")
        let again = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(again?.code == .orderDenied)
    }

    @Test func `an answer that repeats a value is withheld, encoded too, and the ledger says so`()
        async throws
    {
        let house = try await UseHouse("echo")
        try await house.order("A-1")
        var used: Used?
        let rows = try await house.house.rows { used = try await house.charge("A-1") }
        #expect(used?.isAccepted == true && used?.isWithheld == true && used?.answer == [:])
        #expect(rows.last?["code"] == "leak_detected" && rows.last?["noted"] == "connector.psp.accepted")
    }

    /// A file with our own secret, and the connector that sends it instead of the card's number.
    private func secret(_ text: String, _ house: UseHouse) async throws -> String {
        let path = house.house.directory.file("psp-key")
        _ = FileManager.default.createFile(
            atPath: path, contents: Data((text + "\n").utf8), attributes: [.posixPermissions: 0o600])
        try await house.set(cards: [
            "values": ["holder": "payment.holder"], "secret_file": .string(path),
            "body": ["number": "{{secret}}", "holder": "{{holder}}"],
            "header": ["name": "Authorization", "value": "Bearer {{secret}}"],
        ])
        return path
    }

    @Test
    func `our own secret stands where the templates have it, and an answer that repeats it is withheld`()
        async throws
    {
        let house = try await UseHouse("echo")
        _ = try await secret(#"hush-"hush"-hush"#, house)
        try await house.order("A-1")
        var used: Used?
        let rows = try await house.house.rows { used = try await house.charge("A-1") }
        let received = try #require(try house.server.received().first)
        #expect(received.facts["body"]?["number"] == #"hush-"hush"-hush"#)
        #expect(received.facts["headers"]?["authorization"] == #"Bearer hush-"hush"-hush"#)
        #expect(used?.isAccepted == true && used?.isWithheld == true && used?.answer == [:])
        #expect(rows.last?["code"] == "leak_detected")
        #expect(!rows.map { String(decoding: $0.canonical, as: UTF8.self) }.joined().contains("hush"))
    }

    @Test
    func `a secret that is missing, open to others or no header's is said by its rule, and nothing leaves`()
        async throws
    {
        let house = try await UseHouse()
        let path = try await secret("hush-hush-hush", house)
        try await house.order("A-1")
        func refused(_ rule: Rule) async throws {
            let refusal = try await house.refusal { _ = try await house.charge("A-1") }
            #expect(refusal?.code == .unavailable && refusal?.rule == rule)
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        try await refused("delivery.secret_exposed")
        try FileManager.default.removeItem(atPath: path)
        try await refused("delivery.secret_missing")
        _ = try await secret("hush\u{7}hush", house)
        try await refused("connector.value")
        _ = try await secret(String(repeating: "h", count: 1025), house)
        try await refused("delivery.secret_unreadable")
        #expect(!house.server.noted("connected"))
        _ = try await secret("hush-hush-hush", house)
        #expect(try await house.charge("A-1").isAccepted)
    }

    @Test func `an answer that is too long comes back as its status alone`() async throws {
        let house = try await UseHouse("long")
        try await house.order("A-1")
        let used = try await house.charge("A-1")
        #expect(used.isAccepted && used.answer == [:])
    }

    @Test func `a redirect is not followed`() async throws {
        let house = try await UseHouse("redirect")
        try await house.order("A-1")
        let used = try await house.charge("A-1")
        #expect(used.status == .http(302) && !used.isAccepted)
        #expect(try house.server.received().count == 1 && !house.server.noted("got"))
    }

    @Test func `a connector at an address that is not its own gets nothing, and the order stays open`()
        async throws
    {
        let house = try await UseHouse()
        try await house.order("A-1")
        for addresses: JSON in [["192.0.2.7"], .null] {
            try await house.set(cards: ["addresses": addresses])
            var refusal: VaultError?
            let rows = try await house.house.rows {
                refusal = try await house.refusal { _ = try await house.charge("A-1") }
            }
            #expect(refusal?.code == .targetDenied && refusal?.rule == "connector.address")
            #expect(rows.contains { $0["noted"] == "connector.psp.unsent" && $0["code"] == "target_denied" })
        }
        #expect(!house.server.noted("connected"))
        try await house.set()
        #expect(try await house.charge("A-1").isAccepted)
    }

    @Test func `a connector that does not prove its name gets nothing`() async throws {
        let house = try await UseHouse()
        try await house.order("A-1")
        try await house.set(cards: ["authorities": .null])
        let refusal = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(refusal?.code == .unavailable && refusal?.rule == "connector.unsent")
        #expect(try house.server.received().isEmpty)
    }

    @Test func `a charge without an answer is unknown, and is not tried again`() async throws {
        let house = try await UseHouse("slow")
        try await house.order("A-1")
        var refusal: VaultError?
        let rows = try await house.house.rows {
            refusal = try await house.refusal { _ = try await house.charge("A-1") }
        }
        #expect(refusal?.code == .unknown && refusal?.rule == "connector.answer")
        #expect(rows.last?["noted"] == "connector.psp.unknown")
        let again = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(again?.code == .orderDenied)
        #expect(try house.server.received().count == 1)
    }

    @Test func `a connector is used no more often in an hour than the settings allow, opened again too`()
        async throws
    {
        let house = try await UseHouse()
        for number in 1...4 { try await house.order("A-\(number)") }
        for number in 1...3 { _ = try await house.charge("A-\(number)") }
        let fourth = try await house.refusal { _ = try await house.charge("A-4") }
        #expect(fourth?.code == .throttled)
        #expect(try house.server.received().count == 3)
        try await house.vault.close()
        let again = try await Vault.open(
            house.house.path, custody: .root, options: OpenOptions(), storage: .sqlite(activity: "test"),
            time: house.house.clock, random: SystemRandom())
        let payer = again.session(
            role: house.payer.role, purpose: .billing, caseID: nil, reason: nil)
        let opened = try await house.refusal {
            _ = try await again.charge(house.card, for: "A-4", by: "psp", as: payer)
        }
        #expect(opened?.code == .throttled)
        house.house.clock.advance(seconds: 3601)
        #expect(try await again.charge(house.card, for: "A-4", by: "psp", as: payer).isAccepted)
    }

    @Test func `a connector that the settings do not have for orders is unknown`() async throws {
        let house = try await UseHouse()
        try await house.order("A-1")
        for name in ["netops", "nobody"] {
            let refusal = try await house.refusal { _ = try await house.charge("A-1", by: name) }
            #expect(refusal?.code == .notFound && refusal?.rule == "connector.unknown")
        }
    }

    @Test func `a connector takes values for its own purposes alone`() async throws {
        let house = try await UseHouse()
        try await house.order("A-1")
        try await house.set(cards: ["purposes": ["fraud"]])
        let refusal = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(refusal?.code == .targetDenied)
        #expect(!house.server.noted("connected"))
    }
}
