import Coffer
import CofferModel
import CofferTesting
import Testing

/// What is noted about a customer counts from the next request on.
@Suite struct NoteTests {
    private let email = FieldPath(className: "contact", field: "email")

    private func officer(_ house: TestVault, case caseID: String? = "DSR-1") -> Session {
        house.session("privacy_officer", .subjectRights, case: caseID)
    }

    private func event(
        _ name: EventName, _ service: String? = nil, record: RecordID? = nil, at: Timestamp? = nil,
        until: Timestamp? = nil
    ) -> SubjectNote { .event(name, service: service, record: record, at: at, until: until) }

    private func answer(
        _ place: (SubjectID, RecordID), _ path: FieldPath, _ session: Session, _ house: TestVault
    )
        async throws -> Answer.Result?
    {
        let (subject, record) = place
        let ask = FieldAsk(subject: subject, record: record, path: path, form: nil)
        return try await house.vault.read([ask], as: session).first?.result
    }

    private func denial(_ result: Answer.Result?) -> Code? {
        if case .denied(let code) = result { code } else { nil }
    }

    @Test func `S2-28 when the service has ended and is paid, in either order, nothing is shown any more`()
        async throws
    {
        let orders: [[EventName]] = [[.serviceEnded, .paymentReceived], [.paymentReceived, .serviceEnded]]
        for order in orders {
            let house = try await TestVault()
            let subject = try await house.addCustomer()
            let place = (subject, try await house.record("contact", of: subject))
            let support = house.session("support_technician", .support)
            #expect(denial(try await answer(place, email, support, house)) == nil)
            for name in order {
                try await house.vault.note(event(name, "default"), about: subject, as: officer(house))
            }
            let after = denial(try await answer(place, email, support, house))
            #expect(after == .destroyed || after == .stateDenied, "\(String(describing: after))")
            #expect(try await house.findings(house.vault) == [])
        }
    }

    @Test func `an event noted twice happened once, and the answer says so`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let at = house.clock.now()
        let first = try await house.vault.note(
            event(.paymentReceived, "default", at: at), about: subject, as: officer(house))
        house.clock.advance(seconds: 60)
        var again: UInt64 = 0
        let rows = try await house.rows {
            again = try await house.vault.note(
                event(.paymentReceived, "default", at: at), about: subject, as: officer(house))
        }
        #expect(first == 2 && again == 2)
        #expect(rows.count == 1 && rows[0]["noted"] == "event.payment_received" && rows[0]["state"] == nil)
    }

    @Test func `an order opens the service it names`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let place = (subject, try await house.record("contact", of: subject))
        await #expect(throws: VaultError(.badValue, rule: "event.service")) {
            try await house.vault.note(event(.serviceEnded, "backup"), about: subject, as: officer(house))
        }
        try await house.vault.note(event(.ordered, "backup"), about: subject, as: officer(house))
        try await house.vault.note(event(.serviceEnded, "backup"), about: subject, as: officer(house))
        // The other service goes on, and with it everything.
        let support = house.session("support_technician", .support)
        #expect(denial(try await answer(place, email, support, house)) == nil)
    }

    @Test func `what cannot have happened is refused by its rule, with a row, and changes nothing`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let later = house.clock.now().adding(seconds: 60)
        let wrong: [(SubjectNote, Rule)] = [
            (event(.paymentReceived, "default", at: later), "event.at"),
            (event(.paymentReceived, "default", until: later), "event.until"),
            (event(.warrantySet, "default"), "event.until"),
            (event(.paymentReceived, "no such"), "event.service"),
            (event(.paymentProcessed, "default"), "event.service"),
            (event(.released, record: RecordID(bits: 7)), "event.record"),
            (.consent(topic: "canary", act: .explicit, textVersion: 1, expires: nil), "consent.topic"),
            (.consent(topic: "card_on_file", act: .implied, textVersion: 1, expires: nil), "consent.act"),
            (
                .consent(topic: "card_on_file", act: .explicit, textVersion: -1, expires: nil),
                "consent.text_version"
            ),
            (
                .consent(topic: "card_on_file", act: .explicit, textVersion: 1, expires: house.clock.now()),
                "consent.expires"
            ),
            (.withdrawal(topic: "canary"), "consent.topic"),
            (.restriction(FieldPath(className: "canary", field: "canary")), "field.unknown"),
            (.hold(review: house.clock.now()), "hold.review"),
            (.hold(review: later.adding(seconds: 367 * 86_400)), "hold.review"),
        ]
        for (note, rule) in wrong {
            let rows = try await house.rows {
                let refused = await #expect(throws: VaultError.self) {
                    try await house.vault.note(note, about: subject, as: officer(house))
                }
                #expect(refused?.code == .badValue && refused?.rule == rule)
            }
            #expect(rows.count == 1 && rows[0]["code"] == "bad_value" && rows[0]["noted"] == nil, "\(rule)")
        }
        #expect(try await house.vault.note(.restriction(nil), about: subject, as: officer(house)) == 2)
    }

    @Test
    func `B10 a restriction stops all but the rights of the customer himself, at once, until it is lifted`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let place = (subject, try await house.record("contact", of: subject))
        let support = house.session("support_technician", .support)
        try await house.vault.note(.restriction(email), about: subject, as: officer(house))
        #expect(denial(try await answer(place, email, support, house)) == .restricted)
        let phone = FieldPath(className: "contact", field: "phone")
        #expect(denial(try await answer(place, phone, support, house)) == nil)
        #expect(denial(try await answer(place, email, officer(house), house)) == nil)
        try await house.vault.note(.restriction(nil), about: subject, as: officer(house))
        #expect(denial(try await answer(place, phone, support, house)) == .restricted)
        try await house.vault.note(.lift(nil), about: subject, as: officer(house))
        try await house.vault.note(.lift(email), about: subject, as: officer(house))
        #expect(denial(try await answer(place, email, support, house)) == nil)
    }

    @Test func `B15 an objection counts at once, and only an explicit yes undoes it`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let place = (subject, try await house.record("device", of: subject))
        let security = house.session("security", .fraud)
        let support = house.session("support_technician", .support)
        let host = FieldPath(className: "device", field: "hostname")
        #expect(denial(try await answer(place, host, security, house)) == nil)
        try await house.vault.note(.withdrawal(topic: "fraud"), about: subject, as: support)
        #expect(denial(try await answer(place, host, security, house)) == .optedOut)
        house.clock.advance(seconds: 60)
        let order = SubjectNote.consent(topic: "fraud", act: .order, textVersion: 1, expires: nil)
        #expect(await code { try await house.vault.note(order, about: subject, as: support) } == .optedOut)
        let explicit = SubjectNote.consent(topic: "fraud", act: .explicit, textVersion: 1, expires: nil)
        try await house.vault.note(explicit, about: subject, as: support)
        #expect(denial(try await answer(place, host, security, house)) == nil)
    }

    @Test func `B13 a hold stands against erasure, on its case, until that is released`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let review = house.clock.now().adding(seconds: 86_400)
        let legal = officer(house, case: "LGL-7")
        #expect(
            await code {
                try await house.vault.note(
                    .hold(review: review), about: subject, as: officer(house, case: nil))
            } == .noCase)
        try await house.vault.note(.hold(review: review), about: subject, as: legal)
        #expect(await code { try await house.vault.erase(subject, as: officer(house)) } == .holdActive)
        try await house.vault.note(.release, about: subject, as: officer(house, case: "LGL-8"))
        #expect(await code { try await house.vault.erase(subject, as: officer(house)) } == .holdActive)
        try await house.vault.note(.release, about: subject, as: legal)
        house.clock.advance(seconds: 1)
        _ = try await house.vault.erase(subject, as: officer(house))
        #expect(await code { try await house.vault.note(.release, about: subject, as: legal) } == .notFound)
    }

    @Test func `who may not note learns nothing of who is here, and leaves a row`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let auditor = house.session("auditor", .audit)
        for id in [subject, SubjectID(bits: 9)] {
            let rows = try await house.rows {
                let answer = await code {
                    try await house.vault.note(.restriction(nil), about: id, as: auditor)
                }
                #expect(answer == .roleDenied)
            }
            #expect(rows.count == 1 && rows[0]["subject"] == nil)
        }
        let clerk = house.session("billing_clerk", .billing)
        #expect(
            await code { try await house.vault.note(.restriction(nil), about: subject, as: clerk) }
                == .roleDenied)
    }

    @Test func `what was noted outlives the process, and verify compares it`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        try await house.vault.note(.restriction(email), about: subject, as: officer(house))
        try await house.vault.note(event(.workDone, "default"), about: subject, as: officer(house))
        try await house.vault.close()
        let vault = try await house.reopen()
        #expect(try await vault.note(.restriction(email), about: subject, as: officer(house)) == 3)
        #expect(try await house.findings(vault) == [])
        try await vault.close()
    }
}
