import CofferModel
import Testing

@Suite struct TimestampTests {
    @Test func `a timestamp reads back what it writes, over leap years and before 1970`() throws {
        for text in ["1969-12-31T23:59:59.999Z", "2000-02-29T00:00:00.000Z", "2026-11-21T10:35:07.042Z"] {
            #expect(try #require(Timestamp(text)).description == text)
        }
        #expect(Timestamp("1970-01-01T00:00:00.000Z")?.milliseconds == 0)
        #expect(Timestamp("1969-12-31T23:59:59.999Z")?.milliseconds == -1)
        #expect(Timestamp(year: 1970, month: 1, day: 2)?.day == 1)
    }

    @Test(arguments: ["2026-02-29T00:00:00.000Z", "2026-01-01T24:00:00.000Z", "2026-1-01T00:00:00.000Z", ""])
    func `a day or hour that does not exist is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }
}

@Suite struct IdentifierTests {
    struct Zeros: RandomSource {
        func fill(_ buffer: UnsafeMutableRawBufferPointer) {
            unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
        }
    }

    @Test func `a time-ordered identifier is a UUID of version 7 and sorts by time`() throws {
        let early = SubjectID.timeOrdered(at: Timestamp(milliseconds: 1), from: Zeros())
        let late = SubjectID.timeOrdered(at: Timestamp(milliseconds: 2), from: Zeros())
        #expect(early < late)
        #expect(early.description == "00000000-0001-7000-8000-000000000000")
        #expect(try #require(SubjectID(early.description)) == early)
    }

    @Test(arguments: ["", "0", "00000000-0001-7000-8000-00000000000G", "000000000001-7000-8000-000000000000"])
    func `text that is no lower-case UUID is refused`(text: String) {
        #expect(SubjectID(text) == nil)
    }
}

@Suite struct JSONTests {
    @Test func `canonical form sorts members by UTF-16 and escapes only what it must`() throws {
        let text = #"{"\u20ac":"Euro","\r":"a\u000fb\n","1":[1,-2,true,null],"\ud83d\ude00":"\/","ö":"ö"}"#
        let value = try JSON(reading: Array(text.utf8))
        let expected =
            "{\"\\r\":\"a\\u000fb\\n\",\"1\":[1,-2,true,null],\"ö\":\"ö\",\"€\":\"Euro\",\"😀\":\"/\"}"
        #expect(String(decoding: value.canonical, as: UTF8.self) == expected)
        #expect(try JSON(reading: value.canonical) == value)
    }

    @Test(
        arguments: [
            (#"{"a":1,"a":2}"#, JSONError.Fault.duplicateMember), ("1.5", .number), ("01", .number),
            ("-0", .number),
            ("1e3", .number), ("9007199254740992", .number), (#""\ud800""#, .text),
            (#""\udc00\ud800""#, .text),
            ("[1,]", .syntax), ("{} x", .trailing), ("", .syntax), ("\"a\u{01}\"", .text), ("nul", .syntax),
            (String(repeating: "[", count: 33), .depth),
        ] as [(String, JSONError.Fault)])
    func `what is ambiguous or broken is refused with its fault`(text: String, fault: JSONError.Fault) {
        #expect { try JSON(reading: Array(text.utf8)) } throws: { ($0 as? JSONError)?.fault == fault }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: JSONError.self) { try JSON(reading: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSON(reading: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }
}

@Suite struct NameTests {
    @Test func `a field path is two names and nothing else`() {
        #expect(FieldPath("payment.pan")?.description == "payment.pan")
        for text in ["payment", "payment.", ".pan", "Payment.pan", "a.b.c", "a.b ", "1a.b"] {
            #expect(FieldPath(text) == nil)
        }
    }

    @Test func `forms are ordered from the most protective to the least`() {
        #expect([Form.clear, .masked, .label, .verified].sorted() == [.verified, .label, .masked, .clear])
    }
}

@Suite struct TemplateTests {
    @Test func `a template is text and named slots`() throws {
        let template = try Template(parsing: "Certificate of {{device}} ends {{expires_on}}.")
        #expect(template.slots == ["device", "expires_on"])
        #expect(template.pieces.count == 5)
    }

    @Test(arguments: [
        "{{#if a}}", "{{a.b}}", "{a}", "{{a}", "{{{a}}}", "a }} b", "{% a %}", "{{ a }}", "{{", "}",
    ])
    func `S0-34 braces that hold anything but a name are refused`(text: String) {
        #expect(throws: BadValue("template.slot")) { try Template(parsing: text) }
    }
}
