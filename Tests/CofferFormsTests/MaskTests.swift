import CofferForms
import CofferModel
import Testing

/// What a rule shows of an input.
func masked(_ input: JSON, _ type: FieldType, _ rule: MaskRule) throws -> String {
    rule.apply(to: try Canonical.bytes(of: input, as: type, at: now), as: type)
}

@Suite struct MaskTests {
    @Test(
        arguments: [
            ("Әлия", FieldType.name, MaskRule.firstGrapheme, "Ә***"),
            ("Иван Петров", .name, .firstGrapheme, "И*** П***"),
            ("E\u{331}\u{302}va", .name, .firstGrapheme, "E\u{331}\u{302}***"),
            ("«Самғау Сервис» ЖШС", .organisationName, .firstGrapheme, "«***"),
            ("👩‍👩‍👧 ООО", .organisationName, .firstGrapheme, "👩‍👩‍👧***"),
            ("u0001", .username, .firstGrapheme, "u***"),
            ("ivan.petrov@mail.example.com", .email, .email, "i***@***.com"),
            ("иван@пример.рф", .email, .email, "и***@***.xn--p1ai"),
            ("+79167556560", .phone, .phoneLast2, "+7 *** ** 60"),
            ("+359889764804", .phone, .phoneLast2, "+359 *** ** 04"),
            ("4111111111111111", .pan, .panLast4, "**** **** **** 1111"),
            ("4111111111111111", .pan, .panFirst6Last4, "411111******1111"),
            ("378282246310005", .pan, .panFirst6Last4, "378282******0005"),
            ("30569309025904", .pan, .panFirst6Last4, "**** **** **** 5904"),
            ("4111111111111111", .pan, .stars, "********"), ("11/27", .cardExpiry, .cardExpiry, "**/**"),
            ("1988-02-03", .birthDate, .date, "****-**-**"),
            ("BG80BNBG96611020345678", .iban, .ibanCountryLast4, "BG** … 5678"),
            ("BG831646048", .taxNumber, .last2, "***48"), ("0a1b2c3d4e", .serial, .first4, "a1b2…"),
            ("CN=edge-1", .distinguishedName, .first4, "CN=e…"), ("CN=a", .distinguishedName, .first4, "…"),
            ("10.83.255.236", .ipAddress, .network, "10.83.255.0/24"),
            ("2001:db8:1:2::3", .ipAddress, .network, "2001:db8:1::/48"),
            ("edge-1.net.example", .hostname, .hostDomain, "***.net.example"),
            ("router", .hostname, .hostDomain, "********"),
            ("edge-1.net.example", .hostAddress, .network, "***.net.example"),
            ("192.0.2.9", .hostAddress, .hostDomain, "192.0.2.0/24"),
            ("hello", .freeText, .redacted, "[redacted]"), ("BG", .country, .countryOnly, "BG"),
            ("US-CA", .jurisdiction, .countryOnly, "US"),
            (String(repeating: "ab", count: 32), .fingerprint, .fingerprint8, "abababab…"),
        ])
    func `each mask shows exactly its part (B06, P-04)`(
        input: String, type: FieldType, rule: MaskRule, text: String
    ) throws {
        #expect(try masked(.string(input), type, rule) == text)
    }

    @Test func `an address is masked to its country`() throws {
        let home: JSON = ["lines": ["ул. Ленина, 1"], "city": "Казань", "country": "RU"]
        #expect(try masked(home, .address, .countryOnly) == "RU")
        #expect(try masked(home, .address, .firstGrapheme) != "RU")
    }

    @Test(arguments: [
        MaskRule.firstGrapheme, .email, .phoneLast2, .panLast4, .network, .hostDomain, .last2, .first4,
        .countryOnly,
    ])
    func `a rule that cannot cut a type shows nothing of it`(rule: MaskRule) throws {
        #expect(try masked("secret value", .secret, rule) == "********")
    }

    @Test func `six and four are cut to the last four without the number (P-05)`() throws {
        let six = try masked("4111111111111111", .pan, .panFirst6Last4)
        #expect(MaskRule.panFirst6Last4.cut(six, to: .panLast4) == "**** **** **** 1111")
        #expect(MaskRule.panFirst6Last4.cut(six, to: .stars) == "********")
        #expect(MaskRule.panFirst6Last4.cut(six, to: .panFirst6Last4) == six)
        let short = try masked("30569309025904", .pan, .panFirst6Last4)
        #expect(MaskRule.panFirst6Last4.cut(short, to: .panLast4) == short)
        let account = try masked("BG80BNBG96611020345678", .iban, .ibanCountryLast4)
        #expect(MaskRule.ibanCountryLast4.cut(account, to: .countryOnly) == "BG")
    }

    @Test func `no mask is cut to one that shows what it hides (P-05)`() throws {
        let last = try masked("4111111111111111", .pan, .panLast4)
        #expect(MaskRule.panLast4.cut(last, to: .panFirst6Last4) == nil)
        for rule in MaskRule.allCases where rule != .stars && rule != .redacted {
            #expect(
                MaskRule.stars.cut("********", to: rule) == "********"
                    || MaskRule.stars.cut("********", to: rule) == nil)
        }
        #expect(MaskRule.email.cut("i***@***.com", to: .firstGrapheme) == nil)
    }

    @Test func `masks of short and long values have the same length, but for the part they show`() throws {
        #expect(try masked("Я", .name, .firstGrapheme) == "Я***")
        #expect(try masked(.string("Я" + String(repeating: "я", count: 99)), .name, .firstGrapheme) == "Я***")
        #expect(
            try masked("4111111111111111", .pan, .panFirst6Last4).count
                == masked("6304000000000000000", .pan, .panFirst6Last4).count)
        #expect(
            try masked("a@b.example", .email, .email).count
                == masked("abcdefghij@klm.nop.example", .email, .email).count)
    }
}
