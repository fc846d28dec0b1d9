import CofferForms
import CofferModel
import Testing

@Suite struct PlainTests {
    @Test(
        arguments: [
            ("1988-02-29", FieldType.birthDate, "1988-02-29"), ("2028-02-29", .date, "2028-02-29"),
            ("2026-11-21T10:00:00Z", .timestamp, "2026-11-21T10:00:00.000Z"),
            ("2026-11-21T10:00:00.5Z", .timestamp, "2026-11-21T10:00:00.500Z"),
            ("person", .subjectKind, "person"), ("bg", .country, "BG"), ("us-ca", .jurisdiction, "US-CA"),
            ("KZ", .jurisdiction, "KZ"), ("BG 831 646-048", .taxNumber, "BG831646048"),
            ("паспорт 4509 123456", .idNumber, "ПАСПОРТ4509123456"), ("admin", .username, "admin"),
            ("Ｕser_1", .username, "User_1"),
            ("«Самғау Сервис» ЖШС", .organisationName, "«Самғау Сервис» ЖШС"),
            ("customer", .ownership, "customer"), ("active", .serviceState, "active"),
            ("EX2300", .text, "EX2300"),
            ("a\r\nb\tc", .freeText, "a\nb\tc"), ("10-49", .word, "10-49"),
            (" pass word ", .password, " pass word "),
            ("42", .count, "42"), ("-01.500", .decimal, "-1.5"), ("-0.0", .decimal, "0"),
            ("true", .flag, "true"),
            ("/a/b?user=1#x", .webPath, "/a/b"),
            ("https://Shop.example/x;id=1", .webPath, "https://shop.example/x"),
            ("0A:1B", .serial, "a1b"), ("-00:1f", .serial, "-1f"), ("00-1f", .serial, "1f"),
            ("-0", .serial, "0"),
            ("CN=edge,O=Ёлка", .distinguishedName, "CN=edge,O=Ёлка"),
            (String(repeating: "AB:", count: 31) + "AB", .fingerprint, String(repeating: "ab", count: 32)),
        ])
    func `plain values in their canonical form (X-02)`(input: String, type: FieldType, text: String) {
        #expect(canonical(.string(input), type) == text)
    }

    @Test(
        arguments: [
            ("1987-02-29", FieldType.birthDate, "birth_date.form"),
            ("2026-11-21", .birthDate, "birth_date.past"),
            ("1890-01-01", .birthDate, "birth_date.range"), ("2026-2-1", .date, "date.form"),
            ("2026-13-01", .date, "date.form"), ("+026-01-01", .date, "date.form"),
            ("21.11.2026", .date, "date.form"),
            ("2026-11-21T10:00:00+02:00", .timestamp, "timestamp.form"),
            ("2026-11-21", .timestamp, "timestamp.form"),
            ("2026-11-21T10:00:00.Z", .timestamp, "timestamp.form"),
            ("robot", .subjectKind, "subject_kind.word"), ("XX", .country, "country.code"),
            ("EU", .jurisdiction, "jurisdiction.country"), ("US-", .jurisdiction, "jurisdiction.part"),
            ("US-CAAA", .jurisdiction, "jurisdiction.part"), ("1234", .taxNumber, "tax_number.length"),
            ("12#45", .taxNumber, "tax_number.characters"), ("ab", .username, "username.length"),
            ("a b c", .username, "username.characters"),
            (String(repeating: "u", count: 65), .username, "username.length"),
            ("", .organisationName, "organisation_name.length"),
            ("A\u{200B}B", .organisationName, "organisation_name.characters"),
            ("nobody", .ownership, "ownership.word"), ("dead", .serviceState, "service_state.word"),
            ("a\nb", .text, "text.characters"), ("", .text, "text.length"),
            (String(repeating: "a", count: 4001), .freeText, "free_text.length"),
            ("a\u{0}", .freeText, "free_text.characters"),
            ("-a", .word, "word.form"), ("a b", .word, "word.form"), ("", .secret, "secret.length"),
            (String(repeating: "a", count: 16_385), .secret, "value.length"),
            ("-1", .count, "count.form"), ("007", .count, "count.form"),
            ("9007199254740992", .count, "count.form"),
            ("1e5", .decimal, "decimal.form"), ("1234567890123456", .decimal, "decimal.range"),
            (".", .decimal, "decimal.form"),
            ("yes", .flag, "flag.form"), ("javascript:alert(1)", .webPath, "web_path.form"),
            ("//x", .webPath, "web_path.form"),
            ("https://user@host/", .webPath, "web_path.host"), ("0x1", .serial, "serial.form"),
            ("", .serial, "serial.form"), ("-", .serial, "serial.form"),
            (String(repeating: "a", count: 63), .fingerprint, "fingerprint.form"),
        ])
    func `plain values that a rule refuses are named by it, never repeated`(
        input: String, type: FieldType, rule: String
    ) {
        #expect(canonical(.string(input), type) == "refused: \(rule)")
    }

    @Test func `flags, counts and lists are shown as what they are`() throws {
        func shown(_ input: JSON, _ type: FieldType) throws -> JSON {
            Shown.json(try Canonical.bytes(of: input, as: type, at: now), as: type)
        }
        #expect(try shown(true, .flag) == true)
        #expect(try shown(7, .count) == 7)
        #expect(try shown(["ssh"], .protocolList) == ["ssh"])
        #expect(try shown("+7 916 755 65 60", .phone) == "+79167556560")
        #expect(try shown(["a.example"], .alternativeNames) == ["a.example"])
        #expect(try shown(["sha1", "rsa_short", "sha1"], .wordList) == ["sha1", "rsa_short"])
        #expect(canonical([], .wordList) == "refused: word_list.length")
        #expect(
            canonical(.array((0..<33).map { .string("w\($0)") }), .wordList) == "refused: word_list.length")
        #expect(canonical(["two words"], .wordList) == "refused: word.form")
        #expect(Shown.json([0xFF], as: .text) == .null)
        #expect(Shown.json([0x7B], as: .address) == .null)
    }

    @Test func `a document is canonical JSON, and no deeper than JSON may be`() throws {
        #expect(canonical(["b": 1, "a": [true]], .document) == #"{"a":[true],"b":1}"#)
        #expect(canonical("x", .document) == "refused: document.form")
        let deep = (0..<40).reduce(JSON.null) { value, _ in .array([value]) }
        #expect(canonical(deep, .document) == "refused: document.depth")
    }

    @Test func `every type refuses null, and text longer than a value may be`() {
        let long = JSON.string(String(repeating: "1", count: Limits.valueBytes + 1))
        for type in FieldType.allCases {
            #expect(canonical(.null, type).hasPrefix("refused: "), "\(type)")
            #expect(canonical(long, type).hasPrefix("refused: "), "\(type)")
        }
    }
}
