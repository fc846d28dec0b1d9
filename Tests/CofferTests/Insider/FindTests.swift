import Coffer
import CofferModel
import CofferTesting
import Testing

/// Finding is by exact value, granted by role, decided and budgeted like a read (S2-03, P-33).
@Suite struct FindTests {
    private func path(_ name: String) -> FieldPath {
        let parts = name.split(separator: ".").map { String($0) }
        return FieldPath(className: parts[0], field: parts[1])
    }

    @Test func `by e-mail, phone and card, in any spelling of the same value, and by no other`() async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        _ = try await house.addCustomer(2)
        let support = house.session("support_technician", .support)
        let security = try await house.guardian()
        let cases: [(String, String, Session)] = [
            ("contact.email", "canary.person1@example.com", support),
            ("contact.email", "Canary.Person1@EXAMPLE.com", support),
            ("contact.phone", "+359889764801", support), ("contact.phone", "+359 88 976 4801", support),
            ("identity.username", "CANARY1", support), ("payment.pan", "4111 1111 1111 1111", security),
        ]
        for (field, text, session) in cases {
            let found = try await house.vault.find(path(field), equals: text, as: session)
            #expect(found.contains(subject), "\(field)")
            #expect(found.count == (field == "payment.pan" ? 2 : 1), "\(field)")
        }
        for (field, text) in [
            ("contact.email", "canary.person@example.com"), ("contact.email", "canary.person11@example.com"),
            ("contact.phone", "+359889764809"), ("identity.username", "canary"),
        ] {
            #expect(try await house.vault.find(path(field), equals: text, as: support) == [], "\(field)")
        }
    }

    @Test(.enabled(if: SharedCustomers.path != nil, "../shared/data/customers.jsonl is not here"))
    func `by certificate fingerprint, read out of the certificate`() async throws {
        let house = try await TestVault()
        let lines = try SharedCustomers.lines().prefix(3)
        _ = try await house.vault.importLines(Array(lines), as: house.admin)
        let emails = try lines.map { try SharedCustomers.values($0) }.joined().filter { $0.contains("@") }
        let support = house.session("support_technician", .support)
        let engineer = house.session("network_engineer", .deviceOps)
        var seen = 0
        for email in emails {
            let subjects = try await house.vault.find(path("contact.email"), equals: email, as: support)
            let subject = try #require(subjects.first)
            for record in try await house.vault.show(subject, as: engineer).records {
                guard case .value(.clear, .string(let print)) = record.fields["fingerprint"] else { continue }
                seen += 1
                let found = try await house.vault.find(
                    path("certificate.fingerprint"), equals: print, as: engineer)
                #expect(found == [subject])
            }
        }
        #expect(seen > 2)
    }

    @Test func `P-10 who sees ten digits of cards in another role neither finds cards nor compares them`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let card = try await house.record("payment", of: subject)
        let both = house.session("security", .fraud)
        let alone = try await house.guardian()
        let pan = path("payment.pan")
        let asks = [
            FieldAsk(
                subject: subject, record: card, path: pan, form: .verified, equals: "4111111111111111")
        ]
        #expect(
            await code { try await house.vault.find(pan, equals: "4111111111111111", as: both) }
                == .roleDenied)
        #expect(try await house.vault.read(asks, as: both).map(\.result) == [.denied(.roleDenied)])
        #expect(try await house.vault.find(pan, equals: "4111111111111111", as: alone) == [subject])
        #expect(try await house.vault.read(asks, as: alone).map(\.result) == [.value(.verified, true)])
        // What he holds elsewhere does not stand in the way of anything else.
        #expect(
            try await house.vault.find(path("identity.username"), equals: "canary1", as: both) == [subject])
        _ = try await house.vault.addStaff(
            "G", uid: TestVault.guarding, roles: [.init("billing_clerk")].compactMap(\.self), as: house.admin)
        #expect(
            await code { try await house.vault.find(pan, equals: "4111111111111111", as: alone) }
                == .roleDenied)
    }

    @Test func `a role finds only by the fields it was granted, and the refusal is on the ledger`()
        async throws
    {
        let house = try await TestVault()
        _ = try await house.addCustomer(1)
        let actor = house.vault.whoami(house.admin)?.actor
        let refused: [(String, String, String, Purpose, Code)] = [
            ("billing_clerk", "payment.pan", "4111111111111111", .billing, .roleDenied),
            ("support_technician", "payment.pan", "4111111111111111", .support, .noPurpose),
            ("auditor", "contact.email", Customers.email(1), .audit, .noPurpose),
            ("security", "contact.email", Customers.email(1), .fraud, .noPurpose),
            ("support_technician", "identity.given_name", "Йорданка", .support, .roleDenied),
            ("support_technician", "canary.field", "x", .support, .fieldNotInClass),
            ("network_engineer", "contact.phone", "+359889764801", .deviceOps, .roleDenied),
        ]
        for (role, field, text, purpose, expected) in refused {
            let rows = try await house.rows {
                let session = house.session(role, purpose)
                let answer = await code { try await house.vault.find(path(field), equals: text, as: session) }
                #expect(answer == expected, "\(role) \(field)")
            }
            #expect(rows.count == 1, "\(role) \(field)")
            #expect(house.holds(rows, expected, by: actor), "\(role) \(field)")
        }
    }

    @Test func `a value that many share names no more of them than the budget has left`() async throws {
        let house = try await TestVault()
        let shared = "+359889764899"
        for number in 1...75 {
            let line = Customers.line(number)
            let mine = number > 55 ? line.replacing("+35988976480\(number % 10)", with: shared) : line
            _ = try await house.vault.importLines(
                [ImportLine(number: 1, bytes: Array(mine.utf8))], as: house.admin)
        }
        // Sixty subjects an hour, of whom fifty-five are asked about one by one.
        let support = house.session("support_technician", .support)
        for number in 1...55 {
            _ = try await house.vault.find(
                path("contact.email"), equals: Customers.email(number), as: support)
        }
        // Two at once have the same five left.
        async let one = house.vault.find(path("contact.phone"), equals: shared, as: support)
        async let two = house.vault.find(path("contact.phone"), equals: shared, as: support)
        let named = try await Set(one).union(two)
        #expect(named.count == 5)
        #expect(house.vault.roles(support).first { $0.role == support.role }?.subjectsLeft == 0)
    }

    @Test func `misses cost what hits cost, and the budget outlives a restart`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let support = house.session("support_technician", .support)
        // addCustomer has looked once; the charter allows sixty an hour.
        for number in 0..<58 {
            let email = number % 2 == 0 ? "nobody\(number)@example.com" : Customers.email(1)
            _ = try await house.vault.find(path("contact.email"), equals: email, as: support)
        }
        try await house.vault.close()
        let vault = try await house.reopen()
        #expect(
            try await vault.find(path("contact.email"), equals: Customers.email(1), as: support) == [subject])
        for _ in 0..<3 {
            let hit = await code {
                try await vault.find(path("contact.email"), equals: Customers.email(1), as: support)
            }
            let miss = await code {
                try await vault.find(path("contact.email"), equals: "no@example.com", as: support)
            }
            #expect(hit == .throttled)
            #expect(miss == .throttled, "a miss is not told from a hit")
        }
        // Another role of the same person spends from the same purse.
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        let other = await code {
            try await vault.find(path("contact.email"), equals: Customers.email(1), as: officer)
        }
        #expect(other == .throttled)
        // An hour later the budget is back.
        house.clock.advance(seconds: 3661)
        #expect(
            try await vault.find(path("contact.email"), equals: Customers.email(1), as: support) == [subject])
        try await vault.close()
    }

    @Test func `asking all at once buys no more than asking in turn`() async throws {
        let house = try await TestVault()
        _ = try await house.addCustomer(1)
        let support = house.session("support_technician", .support)
        let answered = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let path = FieldPath(className: "contact", field: "email")
                    return await code {
                        try await house.vault.find(path, equals: "nobody\(number)@example.com", as: support)
                    } == nil
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(50...59 ~= answered)
    }

    @Test func `clear values asked for all at once stay within the hour's budget`() async throws {
        let house = try await TestVault()
        var devices: [FieldAsk] = []
        for number in 1...6 {
            let subject = try await house.addCustomer(number)
            let device = try await house.record("device", of: subject)
            for field in ["device.model", "device.ownership"] {
                devices.append(FieldAsk(subject: subject, record: device, path: path(field), form: .clear))
            }
        }
        // Two hundred an hour; each of the twenty reads asks for twelve.
        let support = house.session("support_technician", .support)
        let asks = devices
        let clear = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await house.vault.read(asks, as: support).count {
                        if case .value(.clear, _) = $0.result { true } else { false }
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        // What is on its way counts until it is let go, so that the sum may stay a little below.
        #expect(100...200 ~= clear)
    }

    @Test func `a wrong kind of value is refused before the index is asked`() async throws {
        let house = try await TestVault()
        let support = house.session("support_technician", .support)
        let answer = await code {
            try await house.vault.find(path("contact.phone"), equals: "CANARY", as: support)
        }
        #expect(answer == .badValue)
    }
}
