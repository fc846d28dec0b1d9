import CofferForms
import CofferModel
import Testing

@Suite struct EmailTests {
    @Test(
        arguments: [
            ("Ivan.Petrov@Example.COM", "Ivan.Petrov@example.com"), ("a+tag@b.example", "a+tag@b.example"),
            ("иван@пример.рф", "иван@xn--e1afmkfd.xn--p1ai"), ("x@BÜCHER.example", "x@xn--bcher-kva.example"),
            ("x@xn--bcher-kva.example", "x@xn--bcher-kva.example"),
            ("o'neil@mail.example.", "o'neil@mail.example"),
            (
                String(repeating: "a", count: 64) + "@b.example",
                String(repeating: "a", count: 64) + "@b.example"
            ),
        ])
    func `an address keeps its local part, and its domain becomes lower-case A-labels (X-02)`(
        input: String, text: String
    ) {
        #expect(canonical(.string(input), .email) == text)
    }

    @Test(
        arguments: [
            ("ivan", "email.at"), ("@example.com", "email.local"), (".a@example.com", "email.local"),
            ("a..b@example.com", "email.local"), ("\"a b\"@example.com", "email.local"),
            ("a\r\nBcc: x@example.com", "email.local"), ("a b@example.com", "email.local"),
            ("a@localhost", "email.domain"), ("a@[192.0.2.1]", "email.domain"),
            ("a@192.0.2.1", "email.domain"),
            ("a@-b.example", "email.domain"), ("a@b..example", "email.domain"),
            ("a@xn--a.example", "email.domain"),
            ("a@ab--c.example", "email.domain"), ("a@b_c.example", "email.domain"),
            ("a@\u{200D}b.example", "email.domain"), ("a\u{202E}@b.example", "email.local"),
            (String(repeating: "a", count: 65) + "@b.example", "email.local"),
            ("a@" + String(repeating: "b.", count: 126) + "example", "email.domain"),
            (
                String(repeating: "a", count: 64) + "@" + String(repeating: "b.", count: 93) + "example",
                "email.length"
            ),
            (String(repeating: "a", count: 2000) + "@b.example", "email.length"),
        ])
    func `what could carry spaces, controls or no host is no address`(input: String, rule: String) {
        #expect(canonical(.string(input), .email) == "refused: \(rule)")
    }
}

@Suite struct PhoneTests {
    @Test(
        arguments: [
            ("+7 (916) 755-65-60", "79167556560"), ("00359 88 976 4804", "359889764804"),
            ("+44.7911.340900", "447911340900"), ("+1/212/5550123", "12125550123"),
            ("+7\u{A0}701\u{2011}376\u{2009}23\u{202F}73", "77013762373"),
        ])
    func `a number is the digits of E.164 (X-02)`(input: String, digits: String) {
        #expect(canonical(.string(input), .phone) == digits)
    }

    @Test(
        arguments: [
            ("89167556560", "phone.international"), ("+7916", "phone.length"),
            ("+7916755656012345", "phone.length"),
            ("+999123456789", "phone.country"), ("+0123456789", "phone.country"),
            ("+7916CALLNOW", "phone.characters"),
            ("+٧٩١٦٧٥٥٦٥٦٠", "phone.characters"), ("", "phone.international"),
        ])
    func `a number without its country, too short, too long or with letters is refused`(
        input: String, rule: String
    ) {
        #expect(canonical(.string(input), .phone) == "refused: \(rule)")
    }
}

@Suite struct AddressTests {
    private let home: JSON = [
        "lines": ["Сәтбаев көшесі, 11"], "city": "Астана", "postcode": "056340", "country": "kz",
    ]

    @Test func `an address becomes canonical JSON and is shown as it went in`() throws {
        let bytes = try Canonical.bytes(of: home, as: .address, at: now)
        let text = #"{"city":"Астана","country":"KZ","lines":["Сәтбаев көшесі, 11"],"postcode":"056340"}"#
        #expect(String(decoding: bytes, as: UTF8.self) == text)
        #expect(Shown.json(bytes, as: .address)["city"] == "Астана")
    }

    @Test func `a line with a break in it becomes two`() {
        let text = #"{"city":"Leeds","country":"GB","lines":["Flat 7","Davies Row"]}"#
        #expect(
            canonical(["lines": ["Flat 7\r\nDavies Row"], "city": "Leeds", "country": "GB"], .address) == text
        )
        #expect(
            canonical(["lines": ["Flat 7", "Davies Row"], "city": "Leeds", "country": "GB"], .address) == text
        )
    }

    @Test(
        arguments: [
            ("a", "address.members"), ([:], "address.lines"),
            (["lines": [], "city": "A", "country": "BG"], "address.lines"),
            (["lines": ["1", "2", "3", "4", "5", "6"], "city": "A", "country": "BG"], "address.lines"),
            (["lines": ["a\tb"], "city": "A", "country": "BG"], "address.lines"),
            (["lines": ["1\n2\n3", "4\n5\n6"], "city": "A", "country": "BG"], "address.lines"),
            (["lines": ["1\n\n2"], "city": "A", "country": "BG"], "address.lines"),
            (["lines": ["a"], "country": "BG"], "address.city"),
            (["lines": ["a"], "city": "A", "country": "XX"], "address.country"),
            (["lines": ["a"], "city": "A"], "address.country"),
            (["lines": ["a"], "city": "A", "country": "BG", "note": "x"], "address.members"),
            (["lines": ["a"], "city": "A", "country": "BG", "postcode": 5], "address.postcode"),
        ] as [(JSON, String)])
    func `an address lacks nothing, and has no other members`(input: JSON, rule: String) {
        #expect(canonical(input, .address) == "refused: \(rule)")
    }
}
