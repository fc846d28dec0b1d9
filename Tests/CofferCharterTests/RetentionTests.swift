import CofferCharter
import CofferModel
import Testing

@Suite struct RetentionTests {
    let charter: Charter
    init() throws { charter = try SmallCharter.load() }

    private func event(
        _ name: SubjectEvent.Name, _ day: Int64, service: String? = "default", record: RecordID? = nil,
        until: Int64? = nil
    ) -> SubjectEvent {
        SubjectEvent(
            name: name, service: service, record: record, at: Asking.days(day),
            until: until.map { Asking.days($0) })
    }

    /// Every order of the events, and each twice.
    private func outcomes(
        _ path: String, _ events: [SubjectEvent], as role: String = "clerk", purpose: Purpose = .support,
        made: Int64? = nil, ofClass: UInt16 = 3, providerOwned: Bool = false, consents: [ConsentFacts] = [],
        charter: Charter? = nil
    ) throws -> Set<String> {
        var outcomes: Set<String> = []
        for order in [events, events.reversed(), events + events, Array(events.shuffled())] {
            var asking = try Asking(charter ?? self.charter, as: role)
            asking.purpose = purpose
            asking.secondFactorAt = Asking.now
            asking.facts.events += order
            asking.facts.consents = consents
            if providerOwned { asking.facts.providerOwned = [Asking.record] }
            asking.record = made.map {
                RecordFacts(
                    ofClass: ofClass, subject: Asking.subject, parent: nil, service: nil,
                    created: Asking.days($0))
            }
            switch asking.ask(path, path == "card.pan" ? .masked : nil) {
            case .granted: outcomes.insert("granted")
            case .denied(let code, let step): outcomes.insert("\(code.rawValue) at \(step)")
            case .nothing: outcomes.insert("nothing")
            }
        }
        return outcomes
    }

    @Test func `ended and paid, in any order and twice, destroys; one of them keeps (S2-28)`() throws {
        let (ended, paid) = (event(.serviceEnded, -9), event(.paymentReceived, -5))
        #expect(try outcomes("person.name", [paid]) == ["granted"])
        #expect(try outcomes("person.name", [ended]) == ["state_denied at state"])
        #expect(try outcomes("person.name", [ended, paid]) == ["destroyed at state"])
        #expect(
            try outcomes("person.name", [event(.serviceEnded, -1), event(.paymentReceived, -5)])
                == ["destroyed at state"])
    }

    @Test func `at one and the same moment they destroy too`() throws {
        let events = [event(.serviceEnded, -1), event(.paymentReceived, -1)]
        #expect(try outcomes("person.name", events) == ["destroyed at state"])
    }

    @Test func `a payment taken back keeps; taken back after the end it revives nothing (A-08)`() throws {
        let early = [event(.paymentReceived, -9), event(.paymentReversed, -8), event(.serviceEnded, -5)]
        #expect(try outcomes("person.name", early) == ["state_denied at state"])
        #expect(try outcomes("person.name", early + [event(.paymentReceived, -3)]) == ["destroyed at state"])
        let late = [event(.paymentReceived, -9), event(.serviceEnded, -5), event(.paymentReversed, -2)]
        #expect(try outcomes("person.name", late) == ["destroyed at state"])
    }

    @Test func `what is past its time is not read, but is compared with notices`() throws {
        var asking = try Asking(charter, as: "clerk")
        asking.facts.events += [event(.serviceEnded, -9), event(.paymentReceived, -5)]
        #expect(asking.ask("person.name") == .denied(.destroyed, .state))
        (asking.action, asking.notice, asking.purpose) = (.scan, "expiring", .serviceNotice)
        #expect(asking.ask("person.name") == .granted(.verified, nil))
    }

    @Test func `an event of tomorrow has not happened`() throws {
        let events = [event(.serviceEnded, 1), event(.paymentReceived, -5)]
        #expect(try outcomes("person.name", events) == ["granted"])
    }

    @Test func `a subject's data go with the last of his services (A-08)`() throws {
        var asking = try Asking(charter, as: "clerk")
        asking.facts.services.append(ServiceFacts(name: "second", opened: Asking.days(-50)))
        asking.facts.events += [event(.serviceEnded, -9), event(.paymentReceived, -8)]
        #expect(asking.ask("person.name") == .granted(.masked, .firstGrapheme))
        asking.facts.events += [
            event(.serviceEnded, -3, service: "second"), event(.paymentReceived, -2, service: nil),
        ]
        #expect(asking.ask("person.name") == .denied(.destroyed, .state))
    }

    @Test func `credentials of a customer's device go with the payment of the work (S2-26)`() throws {
        let paid = event(.workPaid, -1)
        #expect(try outcomes("device.address", [], made: -10) == ["granted"])
        #expect(try outcomes("device.address", [paid], made: -10) == ["destroyed at state"])
        #expect(try outcomes("device.address", [paid], made: -10, providerOwned: true) == ["granted"])
        let gone = event(.decommissioned, -1, service: nil, record: Asking.record)
        #expect(
            try outcomes("device.address", [gone], made: -10, providerOwned: true) == ["destroyed at state"])
    }

    @Test func `or with the end of the warranty, before any sweep (S2-27)`() throws {
        func outcome(until milliseconds: Int64) throws -> Outcome {
            var asking = try Asking(charter, as: "clerk")
            asking.record = RecordFacts(
                ofClass: 3, subject: Asking.subject, parent: nil, service: nil, created: Asking.days(-10))
            let until = Timestamp(milliseconds: Asking.now.milliseconds + milliseconds)
            asking.facts.events.append(
                SubjectEvent(
                    name: .warrantySet, service: "default", record: nil, at: Asking.days(-5), until: until))
            return asking.ask("device.address")
        }
        #expect(try outcome(until: 1) == .granted(.clear, nil))
        #expect(try outcome(until: 0) == .denied(.destroyed, .state))
        #expect(try outcome(until: -1000) == .denied(.destroyed, .state))
    }

    @Test func `the warranty that was set last counts`() throws {
        let events = [event(.warrantySet, -5, until: -1), event(.warrantySet, -4, until: 9)]
        #expect(try outcomes("device.address", events, made: -10) == ["granted"])
    }

    @Test func `what was made after a payment does not go with it, unless it is named`() throws {
        #expect(try outcomes("device.address", [event(.workPaid, -5)], made: -1) == ["granted"])
        let named = event(.workPaid, -5, record: Asking.record)
        #expect(try outcomes("device.address", [named], made: -1) == ["destroyed at state"])
        let other = event(.workPaid, -1, record: RecordID(bits: 71))
        #expect(try outcomes("device.address", [other], made: -10) == ["granted"])
    }

    @Test func `gate cred.retention chooses the reading of payment or warranty (A-07)`() throws {
        let events = [event(.warrantySet, -5, until: 9), event(.workPaid, -1)]
        #expect(try outcomes("device.address", events, made: -10) == ["destroyed at state"])
        let base = SmallCharter.base.replacing(
            "first: [work_paid, warranty_until]", with: "applicable: [warranty_until, work_paid]")
        let company = SmallCharter.company.replacing(
            "cred.retention: earliest", with: "cred.retention: applicable")
        let other = try Charter.load(
            Array(company.utf8), base: Array(base.utf8), overlays: ["EU": Array(SmallCharter.overlay.utf8)],
            file: "small.yaml", hash: .zero, previous: nil)
        #expect(try outcomes("device.address", events, made: -10, charter: other) == ["granted"])
        #expect(
            try outcomes("device.address", [event(.workPaid, -1)], made: -10, charter: other)
                == ["destroyed at state"])
    }

    @Test func `a card goes with its payment; a consent keeps it only behind an open gate (S4-19)`() throws {
        let processed = event(.paymentProcessed, -1, service: nil, record: Asking.record)
        let kept = ConsentFacts(
            topic: "card_on_file", act: .explicit, given: Asking.days(-9), withdrawn: nil, expires: nil,
            textVersion: 1)
        func outcome(_ charter: Charter, _ consents: [ConsentFacts]) throws -> Set<String> {
            try outcomes(
                "card.pan", [processed], purpose: .billing, made: -10, ofClass: 2, consents: consents,
                charter: charter)
        }
        #expect(try outcome(charter, [kept]) == ["destroyed at state"])
        let open = try SmallCharter.load(replacing: "card.keep: never", by: "card.keep: with_permission")
        #expect(try outcome(open, [kept]) == ["granted"])
        #expect(try outcome(open, []) == ["destroyed at state"])
        var withdrawn = kept
        withdrawn.withdrawn = Asking.days(-2)
        #expect(try outcome(open, [withdrawn]) == ["destroyed at state"])
    }

    @Test func `data that live by time are expired to the second (S2-12)`() throws {
        func outcome(_ seconds: Int64) throws -> Outcome {
            var asking = try Asking(charter, as: "clerk")
            asking.record = RecordFacts(
                ofClass: 4, subject: nil, parent: nil, service: nil,
                created: Asking.days(-30).adding(seconds: seconds))
            return asking.ask("log.ip", of: nil)
        }
        #expect(try outcome(1) == .granted(.label, nil))
        #expect(try outcome(0) == .denied(.expired, .state))
    }

    @Test func `an overlay shortens a time for its subjects, and for those without one`() throws {
        let overlay = SmallCharter.overlay.replacing(
            "consent_acts: [explicit]", with: "consent_acts: [explicit]\nretention: { log: P7D }")
        let charter = try SmallCharter.load(overlays: ["EU": overlay])
        var asking = try Asking(charter, as: "clerk")
        asking.record = RecordFacts(
            ofClass: 4, subject: nil, parent: nil, service: nil, created: Asking.days(-8))
        #expect(asking.ask("log.ip", of: nil) == .denied(.expired, .state))
    }

    @Test func `the sweep takes what the decision refuses, but nothing that is held`() throws {
        var facts = try Asking(charter, as: "clerk").facts
        let code = try #require(charter.retention["service"])
        func end() -> Code? { charter.end(of: code, for: facts, record: nil, nil, now: Asking.now) }
        #expect(end() == nil)
        facts.events += [event(.serviceEnded, -9), event(.paymentReceived, -5)]
        #expect(end() == .destroyed)
        facts.holds = [Hold(caseID: "AB-1", since: Asking.days(-1), review: Asking.days(9), released: nil)]
        #expect(end() == nil)
    }

    @Test func `a hold keeps ended data for rights and claims, not for daily work (B13)`() throws {
        var asking = try Asking(try builtIn(), as: "privacy_officer")
        asking.purpose = .subjectRights
        asking.facts.events += [event(.serviceEnded, -9), event(.paymentReceived, -5)]
        #expect(asking.ask("contact.email") == .denied(.destroyed, .state))
        asking.facts.holds = [
            Hold(caseID: "AB-1", since: Asking.days(-1), review: Asking.days(30), released: nil)
        ]
        #expect(asking.ask("contact.email") == .granted(.clear, nil))
        var daily = try Asking(try builtIn(), as: "support_technician")
        daily.facts = asking.facts
        #expect(daily.ask("contact.email") == .denied(.destroyed, .state))
        asking.facts.holds[0].released = Asking.now
        #expect(asking.ask("contact.email") == .denied(.destroyed, .state))
    }
}

@Suite struct CalendarDurationTests {
    @Test(arguments: [
        ("P30D", "2026-03-02T00:00:00.000Z"), ("P1M", "2026-02-28T00:00:00.000Z"),
        ("P1Y", "2027-01-31T00:00:00.000Z"), ("PT72H", "2026-02-03T00:00:00.000Z"),
        ("P1Y2M3DT4H5M6S", "2027-04-03T04:05:06.000Z"), ("P2W", "2026-02-14T00:00:00.000Z"),
    ])
    func `a duration moves by the calendar`(text: String, moved: String) throws {
        let start = try #require(Timestamp("2026-01-31T00:00:00.000Z"))
        #expect(try #require(CalendarDuration(text)).added(to: start).description == moved)
    }

    @Test(arguments: [
        "", "P", "PT", "P1", "30D", "P1D1Y", "P-1D", "P1DT", "P1.5D", "PT1D", "P٣D", "P1234567D",
    ])
    func `other texts are no duration`(text: String) { #expect(CalendarDuration(text) == nil) }
}
