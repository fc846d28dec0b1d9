import CofferForms
import CofferModel
import Testing

@Suite struct NormalisedTests {
    @Test(
        arguments: [
            ("Ivan@Example.COM", FieldType.email, "ivan@example.com"),
            ("ИВАН@Пример.рф", .email, "иван@xn--e1afmkfd.xn--p1ai"),
            ("+7 916 755 65 60", .phone, "+79167556560"), ("4111 1111 1111 1111", .pan, "4111111111111111"),
            ("gb82 west 1234 5698 7654 32", .iban, "GB82WEST12345698765432"),
            ("StraẞE_1", .username, "strasse_1"),
            ("علی\u{200C}رضا", .name, "علیرضا"), ("ΣΊΣΥΦΟΣ", .name, "σίσυφοσ"), ("Σίσυφος", .name, "σίσυφοσ"),
            ("ＩＮＶ-1", .invoiceNumber, "inv-1"),
            ("2001:DB8::1", .ipAddress, "2001:db8::1"), ("EDGE.Net.example.", .hostname, "edge.net.example"),
        ])
    func `a query and the stored value have one normalised form (crypto.md §3)`(
        input: String, type: FieldType, text: String
    ) throws {
        let canonical = try Canonical.bytes(of: .string(input), as: type, at: now)
        #expect(Normalised.bytes(canonical, as: type) == Array(text.utf8))
        #expect(try Normalised.query(input, as: type) == Array(text.utf8))
    }

    @Test func `all moments of a UTC day are one day, and nothing else has one`() {
        for time in ["00:00:00.000", "12:34:56.789", "23:59:59.999"] {
            let moment = Array("2026-12-21T\(time)Z".utf8)
            #expect(Normalised.day(moment, as: .timestamp) == Array("2026-12-21".utf8))
        }
        #expect(Normalised.day(20_808) == Array("2026-12-21".utf8))
        #expect(Normalised.day(Array("2026-12-21".utf8), as: .date) == nil)
    }

    @Test(arguments: [
        FieldType.cvv, .cardExpiry, .secret, .password, .flag, .country, .birthDate, .amount, .freeText,
    ])
    func `types of few values, and secrets, are never indexed`(type: FieldType) {
        #expect(Normalised.bytes(Array("x".utf8), as: type) == nil)
        #expect(throws: BadValue("find.type")) { try Normalised.query("x", as: type) }
    }

    @Test func `a query that its type refuses names the rule`() {
        #expect(throws: BadValue("pan.luhn")) { try Normalised.query("4111111111111112", as: .pan) }
    }

    @Test func `folding twice changes nothing`() {
        for text in ["İstanbul", "ǅ", "ﬃ", "ß", "ẞ", "Ω", "ﬀ", "ς", "ΰ", "\u{1F6F}", "ᾳ", "Ǆ", "Ⅻ", "㎏", "ﬓ"]
        {
            #expect(Composed.folded(Composed.folded(text)) == Composed.folded(text), "\(text)")
        }
    }
}
