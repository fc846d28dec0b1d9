import CofferCharter
import CofferModel
import Testing

@Suite struct ActorStepTests {
    let asking: Asking
    init() throws { asking = try Asking(try SmallCharter.load(), as: "clerk") }

    @Test func `a known, active and acknowledged actor passes`() {
        #expect(asking.ask("person.name") == .granted(.masked, .firstGrapheme))
    }

    @Test func `an unknown or disabled actor is actor_unknown (S0-14)`() {
        var asking = asking
        asking.staff?.active = false
        #expect(asking.ask("person.name") == .denied(.actorUnknown, .actor))
        asking.staff = nil
        #expect(asking.ask("person.name") == .denied(.actorUnknown, .actor))
    }

    @Test(arguments: [nil, 2, 4]) func `only the current confidentiality text counts (S0-13)`(version: Int?) {
        var asking = asking
        asking.staff?.acknowledged = version
        #expect(asking.ask("person.name") == .denied(.noAck, .actor))
        asking.staff?.kind = .service
        #expect(asking.ask("person.name") == .granted(.masked, .firstGrapheme))
    }

    @Test func `a person without acknowledgement can acknowledge and do nothing else (S0-13)`() {
        var asking = asking
        asking.staff?.acknowledged = nil
        asking.action = .acknowledge
        #expect(asking.ask(nil, of: nil) == .granted(nil, nil))
        asking.action = .login
        #expect(asking.ask(nil, of: nil) == .denied(.noAck, .actor))
    }

    @Test func `nobody acts in a role he does not hold`() throws {
        var asking = asking
        asking.role = try named("officer")
        #expect(asking.ask("person.name") == .denied(.roleDenied, .actor))
        asking.role = try named("stranger")
        #expect(asking.ask("person.name") == .denied(.roleDenied, .actor))
    }

    @Test func `more asks than the limit are refused whole`() throws {
        let path = try #require(FieldPath("person.name"))
        let ask = Ask(subject: Asking.subject, record: nil, path: path, form: nil)
        let decision = asking.decide(Array(repeating: ask, count: Limits.asksPerRead + 1))
        let code = decision.code
        #expect(code == .tooLarge)
    }
}

@Suite struct PurposeStepTests {
    let asking: Asking
    init() throws { asking = try Asking(try SmallCharter.load(), as: "clerk") }

    @Test(arguments: ["person.nickname", "nobody.name"])
    func `a field that is not declared is field_not_in_class (B01)`(path: String) {
        #expect(asking.ask(path) == .denied(.fieldNotInClass, .purpose))
    }

    @Test func `a purpose that the field or the charter lacks is no_purpose (S2-03)`() {
        var asking = asking
        asking.purpose = .fraud
        #expect(asking.ask("person.name") == .denied(.noPurpose, .purpose))
        asking.purpose = .recruit
        #expect(asking.ask("person.name") == .denied(.noPurpose, .purpose))
        asking.purpose = .support
        #expect(asking.ask("person.tax_number") == .denied(.noPurpose, .purpose))
    }

    @Test func `a value is used only for what its source was for (S0-29)`() {
        var asking = asking
        asking.facts.source = "form"
        #expect(asking.ask("person.name") == .denied(.sourceDenied, .purpose))
        asking.facts.source = "purchased_list"
        #expect(asking.ask("person.name") == .denied(.sourceDenied, .purpose))
    }

    @Test func `nobody writes what is read out of another field, not even by import`() throws {
        var asking = asking
        asking.action = .write
        #expect(asking.ask("device.until") == .denied(.fieldNotInClass, .purpose))
        asking.role = try named("officer")
        asking.staff?.roles = [asking.role]
        asking.action = .importing
        #expect(asking.ask("device.until") == .denied(.fieldNotInClass, .purpose))
        #expect(asking.ask("device.address") == .granted(nil, nil))
    }
}

@Suite struct GateStepTests {
    @Test func `a consent never opens a closed gate (S2-04)`() throws {
        let closed = try SmallCharter.load(replacing: "marketing.own: opt_in", by: "marketing.own: forbidden")
        for charter in [closed, try SmallCharter.load()] {
            var asking = try Asking(charter, as: "seller")
            asking.purpose = .marketingOwn
            asking.facts.consents = [
                ConsentFacts(
                    topic: "marketing_own", act: .explicit, given: Asking.days(-1), withdrawn: nil,
                    expires: nil,
                    textVersion: 1)
            ]
            let isOpen = charter.gates["marketing.own"]?.isOpen == true
            #expect(
                asking.ask("person.name")
                    == (isOpen ? .granted(.clear, nil) : .denied(.gateForbidden, .gate)))
        }
    }

    @Test func `an online identifier is never asked for by subject (S2-09)`() throws {
        var asking = try Asking(try SmallCharter.load(), as: "clerk")
        asking.record = RecordFacts(
            ofClass: 4, subject: nil, parent: nil, service: nil, created: Asking.days(-1))
        #expect(asking.ask("log.ip", of: nil) == .granted(.label, nil))
        asking.record = nil
        #expect(asking.ask("log.ip") == .denied(.gateForbidden, .gate))
    }
}

@Suite struct StateStepTests {
    let asking: Asking
    init() throws { asking = try Asking(try SmallCharter.load(), as: "clerk") }

    @Test func `a missing, an erased and a foreign subject have one answer (S2-17)`() throws {
        var missing = asking
        missing.known = false
        var erased = asking
        erased.facts.standing = .erased
        var foreign = try Asking(asking.charter, as: "owner")
        foreign.staff?.subject = SubjectID(bits: 8)
        for asking in [missing, erased, foreign] {
            #expect(asking.ask("person.name") == .denied(.notFound, .state))
            #expect(asking.ask("person.unheard_of") == .denied(.notFound, .state))
        }
        foreign.staff?.subject = Asking.subject
        #expect(foreign.ask("person.name") == .granted(.clear, nil))
        #expect(foreign.ask("log.ip", of: nil) == .denied(.notFound, .state))
    }

    @Test func `who may see the history learns that a subject was erased`() throws {
        var asking = try Asking(asking.charter, as: "officer")
        asking.facts.standing = .erased
        #expect(asking.ask("person.name") == .denied(.erased, .state))
    }

    @Test func `nothing of a subject is asked without him, nor of a record without it`() throws {
        var asking = asking
        #expect(asking.ask("person.name", of: nil) == .denied(.notFound, .state))
        let path = try #require(FieldPath("device.address"))
        let ask = Ask(subject: Asking.subject, record: nil, path: path, form: nil)
        let code = asking.decide([ask]).code
        #expect(code == .notFound)
        asking.action = .write
        #expect(asking.ask("person.name", of: nil) == .denied(.notFound, .state))
    }

    @Test func `a customer's login reaches his own subject whatever role it holds (S2-17)`() {
        var asking = asking
        asking.staff?.subject = SubjectID(bits: 8)
        #expect(asking.ask("person.name") == .denied(.notFound, .state))
        asking.staff?.subject = Asking.subject
        #expect(asking.ask("person.name") == .granted(.masked, .firstGrapheme))
    }

    @Test func `a record that is missing, of another class or another's is not found`() {
        var asking = asking
        asking.record = RecordFacts(
            ofClass: 1, subject: Asking.subject, parent: nil, service: nil, created: Asking.days(-1))
        #expect(asking.ask("person.name") == .granted(.masked, .firstGrapheme))
        #expect(asking.ask("device.address") == .denied(.notFound, .state))
        asking.record = RecordFacts(
            ofClass: 1, subject: SubjectID(bits: 8), parent: nil, service: nil, created: Asking.days(-1))
        #expect(asking.ask("person.name") == .denied(.notFound, .state))
    }

    @Test func `restricted data are only stored, whole or by field (S3-47)`() throws {
        var asking = asking
        let path = try #require(FieldPath("person.name"))
        asking.facts.restrictions = [Restriction(path: path, since: Asking.days(-1), lifted: nil)]
        #expect(asking.ask("person.name") == .denied(.restricted, .state))
        #expect(asking.ask("person.email") == .granted(.masked, .email))
        asking.facts.restrictions = [Restriction(path: nil, since: Asking.days(-1), lifted: nil)]
        #expect(asking.ask("person.email") == .denied(.restricted, .state))
        asking.facts.restrictions = [Restriction(path: nil, since: Asking.days(-2), lifted: Asking.days(-1))]
        #expect(asking.ask("person.email") == .granted(.masked, .email))
    }

    @Test func `a restricted subject gets no ordinary notice`() {
        var asking = asking
        (asking.action, asking.notice, asking.purpose) = (.notice, "expiring", .serviceNotice)
        #expect(asking.ask("device.id") == .granted(.label, nil))
        asking.facts.restrictions = [Restriction(path: nil, since: Asking.days(-1), lifted: nil)]
        #expect(asking.ask("device.id") == .denied(.restricted, .state))
        #expect(asking.ask(nil) == .denied(.restricted, .state))
    }

    @Test func `a hold stops erasing, not reading (B13)`() {
        var asking = asking
        asking.facts.holds = [
            Hold(caseID: "AB-1", since: Asking.days(-1), review: Asking.days(30), released: nil)
        ]
        asking.caseID = "AB-1"
        #expect(asking.ask("person.email") == .granted(.masked, .email))
        asking.action = .erase
        #expect(asking.ask(nil) == .denied(.holdActive, .state))
        asking.facts.holds[0].released = Asking.days(0)
        #expect(asking.ask(nil) == .granted(nil, nil))
    }

    @Test func `an ended, unpaid service leaves billing, a destroy order nothing but rights`() {
        var asking = asking
        asking.facts.events.append(
            SubjectEvent(
                name: .serviceEnded, service: "default", record: nil, at: Asking.days(-1), until: nil))
        #expect(asking.ask("person.name") == .denied(.stateDenied, .state))
        asking.purpose = .billing
        asking.secondFactorAt = Asking.now
        #expect(asking.ask("person.tax_number") == .granted(.clear, nil))
        asking.facts.standing = .erasurePending
        #expect(asking.ask("person.tax_number") == .denied(.stateDenied, .state))
    }
}

@Suite struct BasisStepTests {
    @Test func `a contract is an ordered service`() throws {
        var asking = try Asking(try SmallCharter.load(), as: "clerk")
        asking.facts.services = []
        asking.facts.events = []
        #expect(asking.ask("person.name") == .denied(.noBasis, .basis))
    }

    static let consent = ConsentFacts(
        topic: "marketing_own", act: .explicit, given: Asking.days(-10), withdrawn: nil, expires: nil,
        textVersion: 1)

    private func outcome(_ consents: [ConsentFacts]) throws -> Outcome {
        var asking = try Asking(try SmallCharter.load(), as: "seller")
        asking.purpose = .marketingOwn
        asking.facts.consents = consents
        return asking.ask("person.name")
    }

    @Test func `without a consent there is no basis, with one there is`() throws {
        #expect(try outcome([]) == .denied(.noBasis, .basis))
        #expect(try outcome([Self.consent]) == .granted(.clear, nil))
    }

    @Test func `an act that the overlay does not accept is no consent (A-11)`() throws {
        var consent = Self.consent
        consent.act = .order
        #expect(try outcome([consent]) == .denied(.noBasis, .basis))
    }

    @Test func `a withdrawal counts at once, and wins ties, in any order`() throws {
        var withdrawn = Self.consent
        withdrawn.withdrawn = Self.consent.given
        #expect(try outcome([withdrawn]) == .denied(.optedOut, .basis))
        #expect(try outcome([withdrawn, Self.consent]) == .denied(.optedOut, .basis))
        #expect(try outcome([Self.consent, withdrawn]) == .denied(.optedOut, .basis))
        var again = Self.consent
        again.given = Asking.days(-1)
        #expect(try outcome([again, withdrawn]) == .granted(.clear, nil))
    }

    @Test func `an objection to marketing is overridden by nobody (G-12)`() throws {
        var objection = Self.consent
        (objection.act, objection.given) = (.objection, Asking.days(-1))
        #expect(try outcome([Self.consent, objection]) == .denied(.optedOut, .basis))
    }

    @Test func `a consent that ran out, or is of tomorrow, counts no more or not yet`() throws {
        var old = Self.consent
        old.expires = Asking.now
        #expect(try outcome([old]) == .denied(.noBasis, .basis))
        var early = Self.consent
        early.given = Asking.days(1)
        #expect(try outcome([early]) == .denied(.noBasis, .basis))
    }
}

@Suite struct GrantStepTests {
    let asking: Asking
    init() throws { asking = try Asking(try SmallCharter.load(), as: "clerk") }

    @Test func `what is not granted is role_denied`() {
        #expect(asking.ask("person.email", .clear) == .denied(.roleDenied, .grant))
        #expect(asking.ask("device.id") == .denied(.roleDenied, .grant))
    }

    @Test func `without a wish the most protective form; with one, its needs or its code`() {
        var asking = asking
        (asking.caseID, asking.reason) = ("AB-12", "dispute")
        #expect(asking.ask("person.name") == .granted(.masked, .firstGrapheme))
        #expect(asking.ask("person.name", .clear) == .granted(.clear, nil))
        asking.caseID = nil
        #expect(asking.ask("person.name", .clear) == .denied(.noCase, .grant))
        (asking.caseID, asking.reason) = ("AB-12", nil)
        #expect(asking.ask("person.name", .clear) == .denied(.noReason, .grant))
    }

    @Test(arguments: ["ab-1", "AB-", "AB-1 ", "ABCDEFG-1", "ivan@example.com", "AB-1234567890"])
    func `a case that does not fit the pattern denies, needed or not`(text: String) {
        var asking = asking
        asking.caseID = text
        #expect(asking.ask("person.name") == .denied(.noCase, .grant))
    }

    @Test func `a reason is a code of the charter, never text`() {
        var asking = asking
        asking.reason = "because I want to"
        #expect(asking.ask("person.name") == .denied(.noReason, .grant))
    }

    @Test func `delivering is never guessed`() {
        #expect(asking.using().ask("person.email", .delivered) == .granted(.delivered, nil))
        #expect(asking.using().ask("person.email") != .granted(.delivered, nil))
        #expect(asking.ask("device.secret") == .denied(.noCase, .grant))
    }

    @Test func `what is delivered goes to a connector or into an envelope, and to nobody who asks`() {
        #expect(asking.ask("person.email", .delivered) == .denied(.connectorOnly, .grant))
        var delivering = asking
        delivering.action = .deliver
        #expect(delivering.ask("person.email", .delivered) == .denied(.connectorOnly, .grant))
        delivering.notice = "any"
        #expect(delivering.ask("person.email", .delivered) == .granted(.delivered, nil))
    }

    @Test func `a connector takes its own fields for its own purposes, as often as it may`() throws {
        let path = try #require(FieldPath("person.email"))
        for (fields, purposes) in [([], [asking.purpose]), ([path], [])] as [(Set<FieldPath>, Set<Purpose>)] {
            var asking = asking.using()
            asking.connector = ConnectorUse(
                fields: fields, purposes: purposes, source: nil, isEncrypted: true, object: .device,
                isSpent: false)
            #expect(asking.ask("person.email", .delivered) == .denied(.targetDenied, .grant))
        }
        #expect(
            asking.using(isSpent: true).ask("person.email", .delivered) == .denied(.throttled, .budget))
    }

    @Test func `an order is for its own record, and once (S4-16)`() {
        func answer(_ open: RecordID?) -> Outcome {
            var asking = asking.using(.order(open))
            let person = asking.charter.classes["person"]?.number ?? 0
            asking.record = asking.world.records[RecordID(bits: UInt128(person))]
            return asking.ask("person.email", .delivered)
        }
        #expect(answer(nil) == .denied(.orderDenied, .grant))
        #expect(answer(RecordID(bits: 1000)) == .denied(.orderDenied, .grant))
        #expect(answer(Asking.record) == .granted(.delivered, nil))
    }

    @Test func `an approver is another person, active, acknowledged, and one who may`() throws {
        var asking = asking
        (asking.caseID, asking.reason, asking.secondFactorAt) = ("AB-1", "break_glass", Asking.now)
        #expect(asking.ask("device.secret", .clear) == .denied(.approvalMissing, .grant))
        let officer = try named("officer")
        let other = Asking.person(2, [officer], version: 3)
        var refused = [other, other, other, other, Asking.person(2, [asking.role], version: 3)]
        refused[0] = Asking.person(1, [officer], version: 3)
        refused[1].active = false
        refused[2].acknowledged = 2
        refused[3].kind = .service
        for approver in refused {
            asking.approver = approver
            #expect(asking.ask("device.secret", .clear) == .denied(.approvalMissing, .grant))
        }
        asking.approver = other
        #expect(asking.ask("device.secret", .clear) == .granted(.clear, nil))
    }

    @Test(arguments: [nil, "198.51.100.9", "192.0.3.1", "192.0.2.256", "2001:db9::1", "::ffff:192.0.2.1", ""])
    func `a device is reached from fixed addresses only (S2-21)`(address: String?) {
        var asking = asking
        (asking.secureChannel, asking.sourceAddress) = (true, address)
        #expect(asking.using().ask("device.secret", .delivered) == .denied(.sourceAddress, .grant))
    }

    @Test(arguments: ["192.0.2.10", "2001:db8:0:1::7"])
    func `and over a secure protocol only (S2-20)`(address: String) {
        var asking = asking
        asking.sourceAddress = address
        #expect(asking.using().ask("device.secret", .delivered) == .denied(.insecureChannel, .grant))
        asking.secureChannel = true
        #expect(asking.using().ask("device.secret", .delivered) == .granted(.delivered, nil))
    }

    @Test func `searching and writing are granted apart from reading`() {
        var asking = asking
        asking.action = .find
        #expect(asking.ask("person.email", of: nil) == .granted(nil, nil))
        #expect(asking.ask("person.name", of: nil) == .denied(.roleDenied, .grant))
        asking.action = .write
        #expect(asking.ask("person.name") == .granted(nil, nil))
        #expect(asking.ask("device.address") == .denied(.roleDenied, .grant))
    }

    @Test func `what is denied wins over what is granted`() throws {
        let charter = try SmallCharter.load(
            replacing: "- { fields: [person.tax_number] }", by: "- { fields: [person.name], form: clear }")
        var asking = try Asking(charter, as: "seller")
        asking.purpose = .marketingOwn
        asking.facts.consents = [BasisStepTests.consent]
        #expect(asking.ask("person.name") == .denied(.roleDenied, .grant))
    }

    @Test func `a notice carries what its slots are bound to, and nothing else (S2-13)`() {
        var asking = asking
        (asking.action, asking.notice, asking.purpose) = (.notice, "expiring", .serviceNotice)
        #expect(asking.ask("device.id") == .granted(.label, nil))
        #expect(asking.ask("device.until") == .granted(.delivered, nil))
        #expect(asking.ask(nil) == .granted(nil, nil))
        asking.notice = "paid"
        #expect(asking.ask("device.id") == .denied(.roleDenied, .grant))
    }

    @Test func `a leak scan covers every field, and comes with the notice alone (B18)`() throws {
        var asking = asking
        (asking.action, asking.notice, asking.purpose) = (.scan, "expiring", .serviceNotice)
        for path in asking.charter.scanned {
            #expect(asking.ask(path.description) == .granted(.verified, nil))
        }
        #expect(asking.charter.scanned.contains(try #require(FieldPath("card.pan"))))
        asking.notice = nil
        #expect(asking.ask("person.name") == .denied(.roleDenied, .grant))
        (asking.notice, asking.purpose) = ("expiring", .support)
        #expect(asking.ask("person.name") == .denied(.roleDenied, .grant))
    }
}

@Suite struct BudgetStepTests {
    let asking: Asking
    init() throws { asking = try Asking(try SmallCharter.load(), as: "clerk") }

    @Test func `clear values are counted, those of the same request too (NI-10)`() throws {
        var asking = asking
        asking.used.clearValues = 2
        let ask = asking.asking("device.address", .clear)
        let decision = asking.decide([ask, ask])
        let denials = decision.denials
        #expect(denials.map(\.code) == [.throttled])
        #expect(denials.map(\.ask) == [1])
    }

    @Test func `subjects are counted once each`() {
        var asking = asking
        asking.used.subjects = [SubjectID(bits: 1), SubjectID(bits: 2)]
        #expect(asking.ask("person.name") == .denied(.throttled, .budget))
        asking.used.subjects = [SubjectID(bits: 1), Asking.subject]
        #expect(asking.ask("person.name") == .granted(.masked, .firstGrapheme))
    }

    @Test func `every search spends`() {
        var asking = asking
        (asking.action, asking.used.probes) = (.find, 2)
        #expect(asking.ask("person.email", of: nil) == .denied(.throttled, .budget))
    }

    @Test func `a planted record answers as usual and raises the alarm`() throws {
        var asking = asking
        let path = try #require(FieldPath("person.name"))
        let ask = Ask(subject: Asking.subject, record: nil, path: path, form: nil)
        let quiet = asking.decide([ask])
        let wasQuiet = !quiet.alarm
        #expect(wasQuiet)
        asking.facts.canary = true
        let loud = asking.decide([ask])
        let wasLoud = loud.alarm
        #expect(wasLoud)
        let refused = asking.decide([asking.asking("person.email", .clear)]).alarm
        #expect(refused)
        #expect(asking.ask("person.name") == .granted(.masked, .firstGrapheme))
    }
}

@Suite struct FormStepTests {
    @Test func `clear of tier 3 needs a second factor of the last 15 minutes (P-29)`() throws {
        var asking = try Asking(try SmallCharter.load(), as: "clerk")
        asking.purpose = .billing
        #expect(asking.ask("person.tax_number") == .denied(.noMFA, .form))
        for seconds: Int64 in [-901, 1] {
            asking.secondFactorAt = Asking.now.adding(seconds: seconds)
            #expect(asking.ask("person.tax_number") == .denied(.noMFA, .form))
        }
        asking.secondFactorAt = Asking.now.adding(seconds: -900)
        #expect(asking.ask("person.tax_number") == .granted(.clear, nil))
    }

    @Test func `a grant can cut finer masks down, and one denied field does not fail the others`() throws {
        var asking = try Asking(try SmallCharter.load(), as: "watch")
        asking.purpose = .fraud
        #expect(asking.ask("card.pan") == .granted(.masked, .panLast4))
        var decision = asking.decide([asking.asking("person.name"), asking.asking("card.pan")])
        let denied = decision.denials.map(\.ask)
        #expect(denied == [0])
        let granted = decision.takeGrant()?.cells.map(\.ask)
        #expect(granted == [1])
        let again = decision.takeGrant()?.cells
        #expect(again == nil)
    }
}
