import CofferCharter
import CofferModel
import Testing

@Suite struct SubjectFactsTests {
    private func full() throws -> SubjectFacts {
        var facts = SubjectFacts(language: "bg", jurisdiction: "BG", source: "order")
        facts.revision = 7
        (facts.standing, facts.canary) = (.erasurePending, true)
        facts.services = [ServiceFacts(name: "default", opened: Asking.days(-9))]
        facts.events = [
            SubjectEvent(
                name: .workPaid, service: nil, record: Asking.record, at: Asking.days(-3), until: nil),
            SubjectEvent(
                name: .warrantySet, service: "default", record: nil, at: Asking.days(-3),
                until: Asking.days(300)),
        ]
        facts.events[0].noted = Asking.days(-2)
        facts.consents = [
            ConsentFacts(
                topic: "card_on_file", act: .confirmedRequest, given: Asking.days(-2),
                withdrawn: Asking.days(-1),
                expires: Asking.days(100), textVersion: 2)
        ]
        let path = try #require(FieldPath("contact.email"))
        facts.restrictions = [Restriction(path: path, since: Asking.days(-1), lifted: Asking.days(0))]
        facts.holds = [
            Hold(caseID: "AB-1", since: Asking.days(-1), review: Asking.days(9), released: Asking.days(0))
        ]
        facts.channels = [
            Channel(
                record: Asking.record, path: path, revision: 3, topics: [.technical, .billing], state: .agreed
            )
        ]
        facts.providerOwned = [Asking.record, RecordID(bits: 3)]
        return facts
    }

    @Test func `facts read back what they write, full and new`() throws {
        let new = SubjectFacts(language: "en", jurisdiction: nil, source: "order")
        for facts in [try full(), new] {
            #expect(try SubjectFacts(reading: facts.canonical) == facts)
        }
    }

    @Test func `one new subject has these bytes`() {
        let text = String(
            decoding: SubjectFacts(language: "en", jurisdiction: nil, source: "order").canonical,
            as: UTF8.self)
        #expect(
            text == #"{"canary":false,"channels":[],"consents":[],"events":[],"holds":[],"language":"en","#
                + #""provider_owned":[],"restrictions":[],"revision":1,"services":[],"source":"order","#
                + #""standing":"present"}"#)
    }

    @Test(arguments: [
        ("\"canary\":true", "\"canary\":1"), ("\"canary\":true", "\"canary\":true,\"note\":\"x\""),
        ("\"canary\":true", "\"canary\":true "), ("\"revision\":7", "\"revision\":0"),
        ("\"standing\":\"erasure_pending\"", "\"standing\":\"alive\""),
        ("\"jurisdiction\":\"BG\"", "\"jurisdiction\":null"),
        ("\"topics\":[\"billing\",\"technical\"]", "\"topics\":[\"technical\",\"billing\"]"),
        ("\"source\":\"order\"", "\"source\":\"Order!\""),
        ("\"name\":\"work_paid\"", "\"name\":\"paid_work\""),
        ("\"name\":\"work_paid\"", "\"name\":\"warranty_set\""),
    ])
    func `another spelling of facts is refused`(old: String, new: String) throws {
        let text = String(decoding: try full().canonical, as: UTF8.self)
        #expect(text.contains(old))
        #expect(throws: BadValue.self) {
            try SubjectFacts(reading: Array(text.replacing(old, with: new).utf8))
        }
    }

    @Test func `cut or empty facts are refused`() throws {
        let bytes = try full().canonical
        for count in [0, 1, bytes.count / 2, bytes.count - 1] {
            #expect(throws: BadValue.self) { try SubjectFacts(reading: Array(bytes[..<count])) }
        }
    }
}

@Suite struct StaffEntryTests {
    @Test func `a staff entry reads back what it writes`() throws {
        var entry = Asking.person(1, [try named("clerk"), try named("officer")], version: 3)
        #expect(try StaffEntry(json: entry.json) == entry)
        (entry.uid, entry.acknowledged, entry.kind, entry.active) = (nil, nil, .service, false)
        (entry.loginKey, entry.subject) = (Array(repeating: 9, count: 32), Asking.subject)
        #expect(try StaffEntry(json: entry.json) == entry)
    }

    @Test(arguments: ["uid", "login_key", "roles", "actor", "added", "extra"])
    func `an entry with a wrong or unknown member is refused`(name: String) throws {
        var members = try #require(Asking.person(1, [try named("clerk")], version: 3).json.object)
        members[name] = name == "uid" ? 4_294_967_296 : "x"
        #expect(throws: BadValue.self) { try StaffEntry(json: .object(members)) }
    }
}

@Suite struct ShapeTests {
    @Test(arguments: ["AB-1", "ABCDEF-123456789"]) func `a case id of the pattern is accepted`(text: String)
        throws
    {
        #expect(try #require(CasePattern("^[A-Z]{2,6}-[0-9]{1,9}$")).accepts(text))
    }

    @Test func `parts may repeat, be fixed, or be left out`() throws {
        let pattern = try #require(CasePattern("^T[0-9]{4}[a-c]{0,1}#x$"))
        #expect(pattern.accepts("T1234#x") && pattern.accepts("T1234b#x"))
        #expect(!pattern.accepts("T123#x") && !pattern.accepts("T1234bb#x") && !pattern.accepts(""))
    }

    @Test(arguments: [
        ("^[A-Z]{2,6}-[0-9]{1,9}$", "ABC-123"), ("^T[0-9]{4}[a-c]{0,1}#x$", "T1234a#x"),
        ("^[a-b]{5}$", "ababa"),
        ("^[A-Z]{64}$", String(repeating: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", count: 3).prefix(64).description),
    ])
    func `a pattern shows a number that it accepts`(text: String, example: String) throws {
        let pattern = try #require(CasePattern(text))
        #expect(pattern.example == example && pattern.accepts(example))
    }

    @Test(arguments: [
        "", "^$", "^.*$", "^[^a]$", "^a|b$", "^[a-z]{2,1}$", "^[a-z]{,3}$", "^[z-a]$", "^a{65}$", "^[]$",
    ])
    func `what is not plain in a pattern is refused`(text: String) { #expect(CasePattern(text) == nil) }

    @Test(arguments: [
        "192.0.2.1/24", "192.0.2.0", "192.0.2.0/33", "192.0.2.0/024", "192.0.02.0/24", "1.2.3/8", "::1::/64",
        "2001:db8::/129", "2001:db8::g/128", "/8",
    ])
    func `what is no network is refused`(text: String) { #expect(Network(text) == nil) }

    @Test func `a network contains its addresses and no others`() throws {
        let four = try #require(Network("192.0.2.8/30"))
        #expect(four.contains("192.0.2.11") && !four.contains("192.0.2.12") && !four.contains("::1"))
        let six = try #require(Network("2001:db8::/33"))
        #expect(six.contains("2001:db8:7fff::1") && !six.contains("2001:db8:8000::1"))
        #expect(try #require(Network("0.0.0.0/0")).contains("203.0.113.9"))
    }
}
