import CofferModel

/// A few hundred requests, sensible and foolish ones, the same for the same seed.
struct Questions {
    /// A record that was there before.
    struct Known {
        let subject: SubjectID
        let record: RecordID
        let className: String
    }

    private static let people: [(role: String, purpose: Purpose)] = [
        ("support_technician", .support), ("billing_clerk", .billing), ("network_engineer", .deviceOps),
        ("privacy_officer", .subjectRights), ("auditor", .audit), ("admin", .keyAdmin),
        ("support_technician", .billing), ("security", .fraud), ("no_such_role", .support),
    ]
    private static let patterns = [
        "identity.*", "identity.given_name:clear", "identity.given_name:masked", "contact.email", "payment.*",
        "payment.pan:masked", "payment.pan:clear", "device.*", "device_access.secret", "nonsense.field",
    ]

    private var state: UInt64
    private let known: [Known]
    private let subjects: [SubjectID]

    init(seed: UInt64, known: [Known]) {
        state = seed
        self.known = known
        var seen: Set<SubjectID> = []
        subjects = known.map(\.subject).filter { seen.insert($0).inserted }
    }

    mutating func next(_ number: Int) -> Asking {
        let person = pick(Self.people)
        let caseID = roll(3) == 0 ? "CASE-\(1000 + roll(9))" : roll(9) == 0 ? "not a case" : nil
        return Asking(question: question(number), role: person.role, purpose: person.purpose, caseID: caseID)
    }

    private mutating func question(_ number: Int) -> Question {
        let one = pick(known)
        switch roll(34) {
        case 0...5: return .show(subject(), chosen())
        case 6...9: return .find(pick(["contact.email", "payment.pan", "contact.phone"]), wanted())
        case 10: return .whoami
        case 11: return .keys
        case 12: return .history(subject())
        case 13: return .entries(last: 1 + Int(roll(20)))
        case 14...15:
            return .preview(
                pick(["certificate_expiring", "invoice_issued", "no_such_kind"]), one.subject, one.record)
        case 16...17: return .add(customer(number), key: roll(2) == 0 ? "key-\(roll(4))" : nil)
        case 18: return .addRecord(subject(), record(number), key: nil)
        case 19...21: return .set(one.record, values(one), revision: 1 + roll(3))
        case 22: return .remove(one.record, revision: 1 + roll(2))
        case 28...31: return .note(subject(), note(one))
        case 26: return roll(3) == 0 ? .verify : contact(number, one)
        case 32...33:
            return .resolve(
                pick(["4B8VQFWVFE5V1PHV1H423QDA74~", "00000 00000 00000 00000 000000-0", "nonsense"]))
        case 27: return .proof(roll(12) * 40)
        case 23: return roll(3) == 0 ? .erase(subject()) : .history(subject())
        default: return .importing((0...Int(roll(3))).map { line(number * 10 + $0) })
        }
    }

    private mutating func contact(_ number: Int, _ one: Known) -> Question {
        let token = pick(["", "nothing that was sent", String(repeating: "f", count: 32)])
        return switch roll(8) {
        case 0: .channels(subject())
        case 1: .verifyChannel(token)
        case 2: .link(token)
        case 3: .unsubscribe(token)
        case 4: .charge(one.record, order: "A-1")
        case 5: .use(one.record)
        case 6:
            .note(
                subject(),
                .order(
                    pick(["A-1", "A 2"]), card: one.record, amount: pick(["1.00", "1"]), currency: "EUR"))
        default: .matchChannel(wanted())
        }
    }

    /// A step with a channel that is there, of another record, or none.
    private mutating func channel(_ one: Known) -> SubjectNote {
        let name = pick(["email", "email", "phone"])
        let own = known.first { $0.subject == one.subject && $0.className == "contact" } ?? one
        let field = ChannelField(
            record: pick([own.record, own.record, one.record]),
            path: FieldPath(className: "contact", field: name))
        switch roll(6) {
        case 0: return .channel(field, .propose)
        case 1:
            return .channel(
                field,
                .agree(topics: [pick(ChannelTopic.allCases)], act: pick([.explicit, .order, .implied])))
        case 2: return .channel(field, .suspend(until: Timestamp("2099-01-01T00:00:00.000Z")))
        case 3: return .channel(field, .resume)
        case 4: return .channel(field, .revoke)
        default: return .channelOrder([field])
        }
    }

    private mutating func note(_ one: Known) -> SubjectNote {
        if roll(3) == 0 { return channel(one) }
        let day = Timestamp("2026-11-0\(1 + roll(9))T00:00:00.000Z")
        let (past, later) = (day, Timestamp("2099-01-01T00:00:00.000Z"))
        let topic = pick(["card_on_file", "fraud", "nothing"])
        let path = pick([nil, FieldPath(className: "contact", field: "email")])
        switch roll(8) {
        case 0...2:
            return .event(
                pick([.paymentReceived, .workDone, .serviceEnded, .warrantySet, .paymentProcessed]),
                service: pick([nil, "default", "other"]), record: pick([nil, one.record]),
                at: pick([past, past, later]), until: pick([nil, nil, later]))
        case 3:
            return .consent(
                topic: topic, act: pick([.explicit, .order, .objection, .implied]), textVersion: 1,
                expires: pick([nil, later, past]))
        case 4: return .withdrawal(topic: topic)
        case 5: return .restriction(path)
        case 6: return .lift(path)
        default: return roll(2) == 0 ? .release : later.map { .hold(review: $0) } ?? .release
        }
    }

    private mutating func subject() -> SubjectID {
        roll(12) == 0 ? SubjectID(bits: 0x0192_0000_0000_7000_8000_0000_0000_0001) : pick(subjects)
    }

    private mutating func chosen() -> [String] {
        roll(3) == 0 ? [] : (0...Int(roll(2))).map { _ in pick(Self.patterns) }
    }

    private mutating func wanted() -> String {
        pick([
            Customer.email(1 + Int(roll(4))), "4111 1111 1111 1111", "4111111111111112", "nobody@example.com",
            "+359 88 764 800 1", "not a value",
        ])
    }

    private mutating func customer(_ number: Int) -> String {
        pick([
            #"{"language":"bg","source":"order","records":[{"class":"contact","fields":{"email":"new\#(number)@example.com"}}]}"#,
            #"{"language":"bg","source":"order","records":[{"class":"contact","fields":{"email":"not one"}}]}"#,
            #"{"language":"bg","source":"order","records":[{"class":"device","fields":{"model":"EX2300"}}]}"#,
            #"{"language":"bg","source":"order","records":[{"class":"contact","fields":{"email":"same@example.com"}}]}"#,
        ])
    }

    private mutating func record(_ number: Int) -> String {
        pick([
            #"{"class":"contact","fields":{"email":"second\#(number)@example.com"}}"#,
            #"{"class":"payment","fields":{"pan":"4111111111111112"}}"#,
            #"{"class":"nonsense","fields":{"a":"b"}}"#,
        ])
    }

    private mutating func values(_ one: Known) -> String {
        switch one.className {
        case "contact": pick([#"{"email":"changed@example.com"}"#, #"{"email":"no"}"#, #"{"wrong":"x"}"#])
        case "identity": #"{"given_name":"Друга"}"#
        case "device": #"{"model":"EX3400"}"#
        default: #"{"unknown":1}"#
        }
    }

    private mutating func line(_ number: Int) -> String {
        pick([
            Customer.line(1000 + number), Customer.line(1), #"{"ref":"x","broken"#,
            Customer.line(2000 + number).replacing("4111111111111111", with: "4111111111111112"),
        ])
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(roll(UInt64(elements.count)))]
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    private mutating func roll(_ below: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ mixed >> 31) % below
    }
}
