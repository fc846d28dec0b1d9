import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

/// What is past its time is not only unanswered, but gone (S2-26, S2-28, S4-19).
@Suite struct SweepTests {
    private func officer(_ house: TestVault) -> Session {
        house.session("privacy_officer", .subjectRights, case: "DSR-1")
    }

    private func event(_ name: EventName, record: RecordID? = nil) -> SubjectNote {
        .event(name, service: record == nil ? "default" : nil, record: record, at: nil, until: nil)
    }

    private func sweep(_ vault: Vault, _ house: TestVault) async throws -> Swept {
        try await vault.sweep(afterGap: false, as: house.admin) { _ in }
    }

    /// The classes of all records; the officer sees no credentials, the engineer little else.
    private func classes(_ subject: SubjectID, _ vault: Vault, _ house: TestVault) async throws -> [String] {
        let sessions = [officer(house), house.session("network_engineer", .deviceOps)]
        var classes: [RecordID: String] = [:]
        for session in sessions {
            for record in try await vault.show(subject, as: session).records {
                classes[record.record] = record.className
            }
        }
        return classes.values.sorted()
    }

    @Test func `S4-19 a card whose payment is through goes with its key, and nothing else does`() async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        _ = try await house.addCustomer(2)
        let vault = house.vault
        let card = try await house.record("payment", of: subject)
        #expect(try await sweep(vault, house).keysDestroyed == 0)
        let before = try await vault.show(subject, as: house.session("support_technician", .support))
        try await vault.note(
            .event(.paymentProcessed, service: nil, record: card, at: nil, until: nil), about: subject,
            as: officer(house))
        let swept = try await sweep(vault, house)
        #expect((swept.subjects, swept.keysDestroyed, swept.recordsRemoved) == (2, 1, 1))
        #expect((swept.recordsChanged, swept.skipped) == (0, 0))
        #expect(
            try await classes(subject, vault, house) == ["contact", "device", "device_access", "identity"])
        #expect(try await vault.show(subject, as: house.session("support_technician", .support)) == before)
        #expect(try await house.findings(vault) == [])
        #expect(try await sweep(vault, house).keysDestroyed == 0)
    }

    @Test func `S2-28 when all is over, all goes, also out of the databases of yesterday`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let other = try await house.addCustomer(2)
        try await house.vault.close()
        let yesterday = try house.snapshot()
        let vault = try await house.reopen()
        for name in [EventName.serviceEnded, .paymentReceived] {
            try await vault.note(event(name), about: subject, as: officer(house))
        }
        house.clock.advance(seconds: 90_000)
        let swept = try await sweep(vault, house)
        #expect((swept.recordsRemoved, swept.skipped) == (5, 0))
        #expect(swept.keysDestroyed >= 3)
        let support = house.session("support_technician", .support)
        let path = FieldPath(className: "contact", field: "email")
        #expect(try await vault.find(path, equals: Customers.email(1), as: support) == [])
        #expect(try await vault.find(path, equals: Customers.email(2), as: support) == [other])
        #expect(try await house.findings(vault) == [])
        try await vault.close()
        // The keys that come back with a restored backup are refused by name.
        try house.putBack("scopes.db", from: yesterday)
        try house.putBack("data.db", from: yesterday)
        let restored = try await house.reopen()
        #expect(try await !house.findings(restored).isEmpty)
        #expect(await code { try await restored.show(subject, as: support) } == .integrity)
        try await restored.close()
    }

    @Test func `S2-26 credentials go with the work that is paid, and their device stays`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let access = try await house.record("device_access", of: subject)
        try await house.vault.note(event(.decommissioned, record: access), about: subject, as: officer(house))
        house.clock.advance(seconds: 90_000)
        let swept = try await sweep(house.vault, house)
        #expect((swept.keysDestroyed, swept.recordsRemoved) == (1, 1))
        #expect(
            try await classes(subject, house.vault, house) == ["contact", "device", "identity", "payment"])
        #expect(try await house.findings(house.vault) == [])
    }

    @Test func `P-02 the card goes and the invoice stays, killed anywhere`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let card = try await house.record("payment", of: subject)
        let clerk = house.session("billing_clerk", .billing)
        _ = try await house.vault.set(
            card, ["status": "paid", "amount": "12.50", "currency": "EUR"], revision: 1, idempotencyKey: nil,
            as: clerk)
        try await house.vault.note(
            .event(.paymentProcessed, service: nil, record: card, at: nil, until: nil), about: subject,
            as: officer(house))
        try await house.vault.close()
        let moments = try await house.moments { vault in
            let swept = try await sweep(vault, house)
            #expect((swept.keysDestroyed, swept.recordsChanged, swept.recordsRemoved) == (1, 1, 0))
        }
        for (moment, files) in moments {
            try house.restore(files)
            let vault = try await house.reopen()
            #expect(try await house.findings(vault) == [], "\(moment.rawValue)")
            _ = try await sweep(vault, house)
            #expect(try await house.findings(vault) == [], "\(moment.rawValue), swept")
            let asks = ["amount", "pan"].map {
                FieldAsk(
                    subject: subject, record: card, path: FieldPath(className: "payment", field: $0),
                    form: nil)
            }
            let answers = try await vault.read(asks, as: clerk).map(\.result)
            guard case .value(_, let amount) = answers.first else { throw Unexpected(what: moment.rawValue) }
            #expect(amount == "12.50")
            #expect(answers.last == .denied(.destroyed))
            try await vault.close()
        }
    }

    @Test func `a customer who asked to have his data kept still is not swept (GDPR 18)`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let vault = house.vault
        try await vault.note(.restriction(nil), about: subject, as: officer(house))
        for name in [EventName.serviceEnded, .paymentReceived] {
            try await vault.note(event(name), about: subject, as: officer(house))
        }
        house.clock.advance(seconds: 90_000)
        #expect(try await sweep(vault, house).keysDestroyed == 0)
        try await vault.note(.lift(nil), about: subject, as: officer(house))
        #expect(try await sweep(vault, house).recordsRemoved == 5)
    }

    @Test func `B08 what a hold covers stays, and goes when it is released`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let vault = house.vault
        try await vault.note(
            .hold(review: house.clock.now().adding(seconds: 10 * 86_400)), about: subject, as: officer(house))
        for name in [EventName.serviceEnded, .paymentReceived] {
            try await vault.note(event(name), about: subject, as: officer(house))
        }
        house.clock.advance(seconds: 90_000)
        #expect(try await sweep(vault, house).keysDestroyed == 0)
        try await vault.note(.release, about: subject, as: officer(house))
        #expect(try await sweep(vault, house).recordsRemoved == 5)
    }

    @Test func `it is on the ledger, names the keys, and who may not sweep is refused`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let vault = house.vault
        #expect(
            await code {
                try await vault.sweep(
                    afterGap: false, as: house.session("support_technician", .support)
                ) { _ in }
            } == .roleDenied)
        let card = try await house.record("payment", of: subject)
        try await vault.note(
            .event(.paymentProcessed, service: nil, record: card, at: nil, until: nil), about: subject,
            as: officer(house))
        let rows = try await house.rows(during: { _ = try await sweep(vault, house) })
            .filter { $0["action"] == "sweep" }
        #expect(rows.map { $0["state"]?.string } == [nil, "intent", "done"])
        #expect(rows.map { $0["destroyed"]?.array?.count ?? 0 } == [0, 1, 1])
    }

    @Test func `a customer whose rows were changed is left as he is, and the others are swept`() async throws
    {
        let house = try await TestVault()
        var subjects: [SubjectID] = []
        for number in 1...2 {
            let subject = try await house.addCustomer(number)
            subjects.append(subject)
            let card = try await house.record("payment", of: subject)
            try await house.vault.note(
                .event(.paymentProcessed, service: nil, record: card, at: nil, until: nil), about: subject,
                as: officer(house))
        }
        try await house.vault.close()
        let victim = subjects[0].description.replacing("-", with: "")
        try house.sql(
            "data.db", "UPDATE record SET changed = changed + 1 WHERE hex(subject) = upper('\(victim)')")
        let vault = try await house.reopen()
        let swept = try await sweep(vault, house)
        #expect((swept.subjects, swept.recordsRemoved, swept.skipped) == (2, 1, 1))
        try await vault.close()
    }

    @Test func `a sweep killed anywhere is finished or never was`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let other = try await house.addCustomer(2)
        let card = try await house.record("payment", of: subject)
        try await house.vault.note(
            .event(.paymentProcessed, service: nil, record: card, at: nil, until: nil), about: subject,
            as: officer(house))
        let support = house.session("support_technician", .support)
        let seen = try await house.vault.show(other, as: support)
        try await house.vault.close()
        let moments = try await house.moments { _ = try await sweep($0, house) }
        #expect(
            moments.map(\.0) == [.keysGoing, .keysGone, .dataGoing, .dataThere, .marksGoing, .marksGone])
        for (moment, files) in moments {
            try house.restore(files)
            let vault = try await house.reopen()
            #expect(try await house.findings(vault) == [], "\(moment.rawValue)")
            let isThere = moment == .keysGoing
            #expect(
                try await classes(subject, vault, house).contains("payment") == isThere, "\(moment.rawValue)")
            #expect(try await vault.show(other, as: support) == seen)
            #expect(try await sweep(vault, house).keysDestroyed == (isThere ? 1 : 0), "\(moment.rawValue)")
            #expect(try await house.findings(vault) == [], "\(moment.rawValue), swept again")
            try await vault.close()
        }
    }
}
