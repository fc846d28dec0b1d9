import Coffer
import CofferModel
import CofferStore
import CofferTesting
import Testing

/// Orders have rows of their own: what was paid leaves room for what a customer may demand (S4-16).
@Suite(.enabled(if: UseHouse.isReady, "no Python in .build/tools; .ci/run puts it there"))
struct OrderTests {
    private func rows(_ house: UseHouse) async throws -> [OrderRow] {
        let data = try #require(house.house.kept.data)
        return try await data.orders(of: house.subject)
    }

    private func commit(_ change: DataChange, _ house: UseHouse) async throws {
        try await #require(house.house.kept.data).commit([change])
    }

    @Test func `orders leave what is known of the customer as it was`() async throws {
        let house = try await UseHouse()
        let lift = SubjectNote.lift(nil)
        let officer = house.house.session("privacy_officer", .subjectRights)
        let before = try await house.vault.note(lift, about: house.subject, as: officer)
        for number in 1...3 { try await house.order("A-\(number)") }
        _ = try await house.charge("A-1")
        #expect(try await house.vault.note(lift, about: house.subject, as: officer) == before)
        #expect(try await rows(house).map { $0.sealed == nil }.count { $0 } == 1)
    }

    @Test func `a customer has room for as many orders as are open, however many were used up or taken back`()
        async throws
    {
        let house = try await UseHouse()
        // Charged first: the server stops by itself, and so many orders take a while.
        try await house.order("U-1")
        _ = try await house.charge("U-1")
        for number in 1...Limits.ordersPerSubject { try await house.order("A-\(number)") }
        let full = try await house.refusal { try await house.order("B-1") }
        #expect(full?.code == .tooLarge && full?.rule == "order.count")
        try await house.withdraw("A-8")
        try await house.order("B-1")
        #expect(try await rows(house).count == Limits.ordersPerSubject)
        #expect(try await house.house.findings(house.vault) == [])
    }

    @Test func `an order that was taken back is not charged, and its number is taken for good`() async throws
    {
        let house = try await UseHouse()
        try await house.order("A-1")
        let rows = try await house.house.rows { try await house.withdraw("A-1") }
        #expect(rows.map { $0["noted"]?.string } == ["order.withdrawn"])
        let charge = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(charge?.code == .orderDenied)
        let again = try await house.refusal { try await house.order("A-1") }
        #expect(again?.code == .conflict && again?.rule == "order.number")
        #expect(!house.server.noted("connected"))
    }

    @Test func `only an open order is taken back, and only by who may note orders`() async throws {
        let house = try await UseHouse()
        try await house.order("A-1")
        let payer = try await house.refusal { try await house.withdraw("A-1", as: house.payer) }
        #expect(payer?.code == .roleDenied)
        _ = try await house.charge("A-1")
        for number in ["A-1", "A-2"] {
            var refusal: VaultError?
            let rows = try await house.house.rows {
                refusal = try await house.refusal { try await house.withdraw(number) }
            }
            #expect(refusal?.code == .orderDenied)
            #expect(rows.last?["code"] == "order_denied" && rows.last?["noted"] == nil)
        }
    }

    @Test func `noted twice in the same words it is one order, in other words a conflict`() async throws {
        let house = try await UseHouse()
        for _ in 1...2 { try await house.order("A-1") }
        #expect(try await rows(house).count == 1)
        let other = try await house.refusal { try await house.order("A-1", card: house.access) }
        #expect(other?.code == .conflict && other?.rule == "order.number")
    }

    @Test func `a number that was used up is taken for good, its row gone and the vault opened again`()
        async throws
    {
        let house = try await UseHouse()
        try await house.order("A-1")
        _ = try await house.charge("A-1")
        try await house.order("A-2")
        #expect(try await rows(house).count == 1)
        try await house.vault.close()
        let again = try await TestVault(reopening: house.house)
        let clerk = again.session("billing_clerk", .billing)
        for number in ["A-1", "A-2"] {
            let noted = SubjectNote.order(number, card: house.card, amount: "1.00", currency: "EUR")
            let refusal = try await house.refusal {
                _ = try await again.vault.note(noted, about: house.subject, as: clerk)
            }
            #expect(refusal?.code == .conflict)
        }
        #expect(try await again.findings(again.vault) == [])
    }

    @Test func `an order that somebody put back is not charged a second time, and is named`() async throws {
        let house = try await UseHouse()
        try await house.order("A-1")
        let open = try #require(try await rows(house).first)
        _ = try await house.charge("A-1")
        let used = try #require(try await rows(house).first)
        try await commit(.putOrder(open, expected: used.revision), house)
        let refusal = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(refusal?.code == .orderDenied)
        #expect(try await house.house.findings(house.vault).contains { $0.description.contains("order of") })
        #expect(try house.server.received().count == 1)
    }

    @Test func `an order that was changed or removed in the store is not charged, and is named`() async throws
    {
        let house = try await UseHouse()
        try await house.order("A-1")
        var row = try #require(try await rows(house).first)
        let (revision, sealed) = (row.revision, row.sealed)
        row.sealed = (sealed ?? []).map { $0 ^ 1 }
        for change in [
            row, OrderRow(name: row.name, subject: row.subject, revision: 1, intent: row.intent, sealed: nil),
        ] {
            try await commit(.putOrder(change, expected: revision), house)
            let refusal = try await house.refusal { _ = try await house.charge("A-1") }
            #expect(refusal?.code == .integrity)
            #expect(try await !house.house.findings(house.vault).isEmpty)
        }
        try await commit(.dropOrders(house.subject, endedIn: row.intent.log), house)
        let refusal = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(refusal?.code == .integrity)
        #expect(try await house.house.findings(house.vault).contains { $0.description.contains("removed") })
        #expect(!house.server.noted("connected"))
    }

    @Test func `orders go with the customer`() async throws {
        let house = try await UseHouse()
        try await house.order("A-1")
        _ = try await house.vault.erase(
            house.subject, as: house.house.session("privacy_officer", .subjectRights, case: "DSR-1"))
        #expect(try await rows(house).isEmpty)
        #expect(try await house.house.findings(house.vault) == [])
    }

    @Test func `an order noted or taken back and killed anywhere is so or not, and never half`() async throws
    {
        let house = try await UseHouse()
        try await house.order("A-1")
        let note = SubjectNote.order("A-2", card: house.card, amount: "1.00", currency: "EUR")
        try await house.vault.close()
        for change in [note, SubjectNote.orderWithdrawal("A-1")] {
            let moments = try await house.house.moments { vault in
                _ = try await vault.note(change, about: house.subject, as: house.clerk(in: vault))
            }
            #expect(moments.map(\.0) == [.dataGoing, .dataThere])
            for (moment, files) in moments {
                try house.house.restore(files)
                let vault = try await house.house.reopen()
                #expect(try await house.house.findings(vault) == [], "\(moment.rawValue)")
                let again = try await house.refusal {
                    _ = try await vault.note(change, about: house.subject, as: house.clerk(in: vault))
                }
                let isTaken = change != note && moment == .dataThere
                #expect(again?.code == (isTaken ? .orderDenied : nil), "\(moment.rawValue)")
                #expect(try await house.house.findings(vault) == [], "\(moment.rawValue), done again")
                try await vault.close()
            }
        }
    }

    @Test
    func `an answer that repeats the order's words is told alike, whether one of them is a value or not`()
        async throws
    {
        let house = try await UseHouse("reference")
        try await house.set(cards: ["uses_per_hour": 10])
        let coded = ["34313131313131313131313131313131", "NDExMTExMTExMTExMTExMQ"]
        for number in ["4111111111111111", "YORDANKA-KANARCHE", "4222222222222222", "A-1"] + coded {
            try await house.order(number)
            let used = try await house.charge(number)
            #expect(!used.isWithheld && used.answer["id"]?.string?.contains(number) == true, "\(number)")
        }
    }

    @Test
    func
        `words of the order that make a value one after another are told alike, and alone with others' they are not`()
        async throws
    {
        let house = try await UseHouse("reference")
        func set(_ pay: JSON) async throws {
            try await house.set(cards: [
                "body": ["number": "{{number}}", "holder": "{{holder}}", "expiry": "{{expiry}}", "pay": pay],
                "uses_per_hour": 20,
            ])
        }
        let templates: [(JSON, [(String, String)])] = [
            ("{{order.number}}{{order.amount}}", [("411111111111", "1111.00"), ("411111111112", "1111.00")]),
            ("{{order.amount}} {{order.number}}", [("1111", "4111111111.11"), ("1112", "4111111111.11")]),
            ("{{order.number}}{{order.number}}", [("41111111", "1.00"), ("11111111", "1.00")]),
        ]
        for (pay, orders) in templates {
            try await set(pay)
            for (number, amount) in orders {
                try await house.order(number, amount: amount)
                let used = try await house.charge(number)
                #expect(!used.isWithheld && used.answer["id"]?.string?.contains(number) == true, "\(number)")
            }
        }
        // What the settings say beside the words is not the customer's clerk's choice.
        try await set("{{order.number}}1111")
        try await house.order("4111-1111-1111")
        #expect(try await house.charge("4111-1111-1111").isWithheld)
    }

    // MARK: Cards that go

    /// What is left of a customer's orders.
    private func open(_ house: UseHouse, _ data: any DataStore) async throws -> Int {
        try await data.orders(of: house.subject).count { $0.sealed != nil }
    }

    private func take(_ card: RecordID, bySweep: Bool, _ vault: Vault, _ house: UseHouse) async throws {
        let officer = house.house.session("privacy_officer", .subjectRights, case: "DSR-1")
        guard bySweep else {
            _ = try await vault.remove(card, revision: 1, as: officer)
            return
        }
        house.house.clock.advance(seconds: 86_400)
        _ = try await vault.sweep(afterGap: false, as: house.house.admin) { _ in }
    }

    private func house(bySweep: Bool) async throws -> UseHouse {
        let house = try await UseHouse()
        for number in 1...3 { try await house.order("A-\(number)") }
        try await house.order("D-1", card: house.access)
        guard bySweep else { return house }
        try await house.vault.note(
            .event(.paymentProcessed, service: nil, record: house.card, at: nil, until: nil),
            about: house.subject,
            as: house.house.session("privacy_officer", .subjectRights, case: "DSR-1"))
        return house
    }

    @Test(arguments: [true, false])
    func `the open orders of a card end with it, by a sweep or a removal, and their numbers stay taken`(
        bySweep: Bool
    ) async throws {
        let house = try await house(bySweep: bySweep)
        let data = try #require(house.house.kept.data)
        try await take(house.card, bySweep: bySweep, house.vault, house)
        #expect(try await open(house, data) == 1)
        #expect(try await house.house.findings(house.vault) == [])
        let again = try await house.refusal { try await house.order("A-1", card: house.access) }
        #expect(again?.code == .conflict && again?.rule == "order.number")
        try await house.order("D-2", card: house.access)
        #expect(try await rows(house).count == 2)
        #expect(try await house.house.findings(house.vault) == [])
    }

    @Test func `orders of a card that went make room for others (S4-19)`() async throws {
        let house = try await UseHouse()
        for number in 1...Limits.ordersPerSubject { try await house.order("A-\(number)") }
        let full = try await house.refusal { try await house.order("D-1", card: house.access) }
        #expect(full?.rule == "order.count")
        try await take(house.card, bySweep: false, house.vault, house)
        for number in 1...2 { try await house.order("D-\(number)", card: house.access) }
        #expect(try await house.house.findings(house.vault) == [])
    }

    @Test(arguments: [true, false])
    func `a card that takes its orders with it, killed anywhere, has all of them or none`(bySweep: Bool)
        async throws
    {
        let house = try await house(bySweep: bySweep)
        try await house.vault.close()
        let moments = try await house.house.moments { vault in
            try await take(house.card, bySweep: bySweep, vault, house)
        }
        #expect(moments.count > 2)
        for (moment, files) in moments {
            try house.house.restore(files)
            let vault = try await house.house.reopen(.root, .sqlite(keeping: house.house.kept))
            #expect(try await house.house.findings(vault) == [], "\(moment.rawValue)")
            let left = try await open(house, try #require(house.house.kept.data))
            #expect(left == 4 || left == 1, "\(moment.rawValue)")
            if left == 4 { try await take(house.card, bySweep: bySweep, vault, house) }
            #expect(try await open(house, try #require(house.house.kept.data)) == 1, "\(moment.rawValue)")
            #expect(try await house.house.findings(vault) == [], "\(moment.rawValue), done again")
            try await vault.close()
        }
    }

    @Test func `a value that the answer repeats is withheld whatever part of it is the order's number`()
        async throws
    {
        let house = try await UseHouse("echo")
        try await house.set(cards: ["uses_per_hour": 10])
        for number in ["4", "1", "4111", "NDEx", "A-1"] {
            try await house.order(number)
            let used = try await house.charge(number)
            #expect(used.isWithheld && used.answer == [:], "\(number)")
        }
    }
}
