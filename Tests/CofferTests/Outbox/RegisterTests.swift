import Coffer
import CofferCharter
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Those who are no customers get notices only by the register that two administrators answer for, and by labels of
/// their own (A-02, E-09, E-10).
@Suite struct RegisterTests {
    /// The network administrator's charter, were it to order from suppliers.
    private static func ordering() throws -> String {
        var text = String(
            decoding: try #require(BuiltInCharters.source(named: "network-admin")), as: UTF8.self)
        for (old, new) in [
            (
                "    - disclosure_notice\n    - internal_alert",
                "    - disclosure_notice\n    - internal_alert\n    - supplier_order\n    - recipient_cascade"
            ),
            (
                "      - { act: [resolve], purpose: device_ops, needs: [case] }\n",
                "      - { act: [resolve], purpose: device_ops, needs: [case] }\n      - { act: [outbox], purpose: device_ops }\n      - { notice: [supplier_order], purpose: device_ops }\n"
            ),
            (
                "      - { notice: [invoice_issued, payment_result, payment_overdue], purpose: billing }\n      - { notice: [welcome_verify], purpose: support }",
                "      - { notice: [supplier_order], purpose: device_ops }\n      - { notice: [recipient_cascade], purpose: subject_rights }\n      - { notice: [invoice_issued, payment_result, payment_overdue], purpose: billing }\n      - { notice: [welcome_verify], purpose: support }"
            ),
            (
                "      - { act: [outbox], purpose: subject_rights }\n",
                "      - { act: [outbox], purpose: subject_rights }\n      - { notice: [recipient_cascade], purpose: subject_rights }\n"
            ),
        ] {
            guard text.contains(old) else { throw Unexpected(what: old) }
            text.replace(old, with: new, maxReplacements: 1)
        }
        return text
    }

    private static let supplier: JSON = [
        "to": "outside", "address": "orders@one.example", "language": "en",
        "kinds": ["supplier_order", "recipient_cascade"], "ground": "Frame contract 17",
        "until": "2027-06-30",
    ]
    private static let staff: JSON = [
        "to": "staff", "address": "oncall@company.example", "language": "bg", "kinds": ["internal_alert"],
    ]

    private func box(_ recipients: JSON? = nil) async throws -> OutboxHouse {
        let house = try await TestVault(charter: .file(name: "ordering.yaml", text: Self.ordering()))
        let box = try await OutboxHouse(house)
        try await register(
            recipients ?? ["one": Self.supplier, "two": Self.other(), "on_call": Self.staff], box)
        return box
    }

    private static func other(_ changes: [String: JSON] = [:]) -> JSON {
        var members = supplier.object ?? [:]
        members["address"] = "orders@two.example"
        return .object(members.merging(changes) { $1 })
    }

    private func register(_ recipients: JSON, _ box: OutboxHouse) async throws {
        var members = box.house.spool().object ?? [:]
        members["recipients"] = recipients
        try await box.vault.setDelivery(.object(members), as: box.house.admin)
    }

    private func order(
        _ box: OutboxHouse, to recipient: String?, _ number: String = "ORD-1"
    ) async throws -> NoticeID {
        try await box.vault.send(
            "supplier_order", to: box.subject, about: try await device(box),
            given: ["order": number, "due_on": "2026-12-01"], recipient: recipient, idempotencyKey: nil,
            as: engineer(box)
        ).notice
    }

    private func engineer(_ box: OutboxHouse) -> Session {
        box.house.session("network_engineer", .deviceOps, case: "NET-17")
    }

    private func device(_ box: OutboxHouse) async throws -> RecordID {
        let view = try await box.vault.show(box.subject, as: engineer(box))
        return try #require(view.records.first { $0.className == "device" }?.record)
    }

    private func line(_ notice: NoticeID, _ box: OutboxHouse) async throws -> NoticeLine? {
        try await box.vault.notices(of: box.subject, state: nil, as: engineer(box)).first {
            $0.notice == notice
        }
    }

    @Test func `S4-34 an order leaves to the supplier of the register, and never to the customer`()
        async throws
    {
        let box = try await box()
        let notice = try await order(box, to: "one")
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        let sent = try await line(notice, box)
        #expect(sent?.state == .sent)
        #expect(sent?.recipient == "one")
        #expect(try box.envelopes().first?.contains("orders@one.example") == true)
        let body = try #require(try box.bodies().first)
        #expect(body.contains("ORD-1"))
        #expect(!body.contains("orders@one.example"))
        let rows = try box.house.rows()
        #expect(rows.contains { $0["noted"] == "supplier_order.one.sent" })
        #expect(try await box.house.findings(box.vault) == [])
    }

    @Test func `E-09 two suppliers who compare notes about one device find nothing in common`() async throws {
        let box = try await box()
        for (name, number) in [("one", "ORD-1"), ("one", "ORD-2"), ("two", "ORD-3")] {
            _ = try await order(box, to: name, number)
            _ = try await box.dispatch()
        }
        let labels = try box.bodies().map { body in
            String(try #require(body.firstMatch(of: /by your label: (\S+)/)).1)
        }
        #expect(labels.count == 3)
        #expect(Set(labels).count == 2)
        let own = try await box.vault.preview(
            "device_access_changed", for: box.subject, about: try await device(box),
            given: ["changed_on": "2026-12-01", "reason": "on_request"],
            as: box.house.session("network_engineer", .serviceNotice))
        let shown = try #require(own.body.firstMatch(of: /устройство (\S+) са/))
        #expect(!labels.contains(String(shown.1)))
        // Each of them, quoted by whoever holds it, still leads the right person to the device.
        for label in Set(labels) {
            let told = try await box.vault.resolve(label, as: engineer(box))
            #expect(told.subject == box.subject)
            #expect(told.record == (try await device(box)))
        }
    }

    @Test
    func `A-02 whoever is not in the register, not for the kind, or on a ground that has ended gets nothing`()
        async throws
    {
        let box = try await box([
            "old": Self.other(["until": "2020-01-01"]), "other": Self.other(["kinds": ["recipient_cascade"]]),
            "on_call": Self.staff, "one": Self.supplier,
        ])
        for name in ["old", "other", "on_call", "nobody", "not a name", nil] {
            let refused = await code { _ = try await self.order(box, to: name) }
            #expect(refused == (name == "old" ? .agreementExpired : .groundMissing), "\(name ?? "none")")
        }
        // What was queued in time does not leave once the ground is gone.
        let notice = try await order(box, to: "one")
        try await register(["old": Self.other(["until": "2020-01-01"])], box)
        #expect(try await box.dispatch() == Dispatched(dead: 1))
        #expect(try await line(notice, box)?.reason == "ground_missing")
        #expect(try box.bodies().isEmpty)
    }

    @Test func `A-02 a supplier's link tells who he is, and works as long as his ground`() async throws {
        let box = try await box()
        _ = try await box.vault.addStaff(
            "Test", uid: box.house.uid, roles: [try #require(RoleName("portal"))], as: box.house.admin)
        let portal = box.house.session("portal", .account)
        _ = try await order(box, to: "one")
        _ = try await box.dispatch()
        let body = try #require(try box.bodies().first)
        let token = String(try #require(body.firstMatch(of: /\/n\/([0-9a-f]{32})/)).1)
        let told = try await box.vault.link(token, as: portal)
        #expect(told.recipient == "one" && told.subject == box.subject)
        try await register(["two": Self.other()], box)
        #expect(await code { try await box.vault.link(token, as: portal) } == .notFound)
    }

    @Test func `E-12 one recipient gets no more about one customer in an hour than the customer would`()
        async throws
    {
        let box = try await box()
        var members = box.house.spool().object ?? [:]
        members["rates"] = ["per_recipient_hour": 1, "per_domain_minute": 60]
        members["recipients"] = ["one": Self.supplier, "two": Self.other()]
        try await box.vault.setDelivery(.object(members), as: box.house.admin)
        for (name, number) in [("one", "ORD-1"), ("one", "ORD-2"), ("two", "ORD-3")] {
            _ = try await order(box, to: name, number)
        }
        #expect(try await box.dispatch() == Dispatched(sent: 2, deferred: 1))
    }

    @Test func `a customer's notice cannot be sent to somebody else`() async throws {
        let box = try await box()
        let refused = await code {
            try await box.vault.send(
                "service_state", to: box.subject, about: nil, given: OutboxHouse.given, recipient: "on_call",
                idempotencyKey: nil, as: box.sender)
        }
        #expect(refused == .badValue)
    }

    @Test func `S2-13 staff hear of a customer by a label that only the staff's tools resolve`() async throws
    {
        let box = try await box()
        let alarm = box.house.session("security", .serviceNotice)
        _ = try await box.vault.send(
            "internal_alert", to: box.subject, about: nil, given: ["severity": "critical", "count": "3"],
            recipient: "on_call", idempotencyKey: nil, as: alarm)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        let body = try #require(try box.bodies().first)
        #expect(body.contains("Вътрешен сигнал") || body.contains("3 пъти"))
        let label = String(try #require(body.firstMatch(of: /Клиент: (\S+)/)).1)
        let told = try await box.vault.resolve(label, as: engineer(box))
        #expect(told.subject == box.subject)
        #expect(told.record == nil)
        #expect(told.className == "customer")
        // It dies with him.
        _ = try await box.vault.erase(
            box.subject, as: box.house.session("privacy_officer", .subjectRights, case: "DSR-1"))
        let after = await code { _ = try await box.vault.resolve(label, as: self.engineer(box)) }
        #expect(after == .notFound)
    }

    @Test func `what is restricted can be told to whom it was given, who finds the person by his own label`()
        async throws
    {
        let box = try await box()
        let officer = box.house.session("privacy_officer", .subjectRights, case: "DSR-1")
        try await box.vault.note(.restriction(nil), about: box.subject, as: officer)
        for name in ["one", "two"] {
            _ = try await box.vault.send(
                "recipient_cascade", to: box.subject, about: nil,
                given: ["action": "restrict", "due_on": "2026-12-01"], recipient: name, idempotencyKey: nil,
                as: officer)
        }
        while try await box.dispatch().count > 0 {}
        let labels = try box.bodies().map { body in
            String(try #require(body.firstMatch(of: /Person, by your label: (\S+)/)).1)
        }
        #expect(Set(labels).count == 2)
        for label in labels {
            #expect(try await box.vault.resolve(label, as: officer).subject == box.subject)
        }
    }

    @Test(
        arguments: [
            ("kinds", ["no_such_kind"], "delivery.kinds"), ("kinds", ["service_state"], "delivery.kinds"),
            ("kinds", [], "delivery.recipient"), ("until", "soon", "delivery.recipient"),
            ("until", nil, "delivery.missing"), ("ground", nil, "delivery.missing"),
            ("ground", "", "delivery.recipient"), ("language", "english", "delivery.recipient"),
            ("to", "customer", "delivery.recipient"), ("address", "no address", "delivery.address"),
            ("note", "x", "delivery.unknown_member"),
        ] as [(String, JSON?, String)])
    func `a register that nobody could answer for is refused with its rule`(
        _ member: String, _ value: JSON?, _ rule: String
    ) async throws {
        let box = try await box([:])
        var members = Self.supplier.object ?? [:]
        members[member] = value
        do {
            try await register(["one": .object(members)], box)
            Issue.record("it was taken")
        } catch let error as VaultError {
            #expect(error.code == .badValue)
            #expect(error.rule.map { "\($0)" } == rule)
        }
    }
}
