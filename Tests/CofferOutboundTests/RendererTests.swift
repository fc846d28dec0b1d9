import CofferModel
import CofferOutbound
import Testing

@Suite struct RendererTests {
    private let expiry = SlotValue.date(Timestamp(milliseconds: 1_801_612_800_000))

    /// The rendered body, or the refusal's name.
    private func rendered(_ text: String, in language: String = "en", _ slots: [String: SlotValue] = [:])
        throws -> String
    {
        let (subject, body) = (try Template(parsing: "Notice"), try Template(parsing: text))
        do throws(NoticeRefused) {
            return try Renderer.render(subject: subject, body: body, language: language, slots: slots).body
        } catch {
            return "refused: \(error)"
        }
    }

    @Test(
        arguments: [
            ("bg", "3 февруари 2027 г."), ("en", "3 February 2027"), ("ru", "3 февраля 2027 г."),
            ("kk", "2027 жылғы 3 ақпан"),
        ])
    func `a day is written as its language writes days`(language: String, text: String) throws {
        #expect(try rendered("{{day}}", in: language, ["day": expiry]) == text)
    }

    @Test(
        arguments: [
            ("bg", "1234.50", "1234,50\u{A0}EUR"), ("bg", "12345.50", "12\u{A0}345,50\u{A0}EUR"),
            ("en", "1234567.05", "EUR\u{A0}1,234,567.05"), ("ru", "1234.50", "1\u{A0}234,50\u{A0}EUR"),
            ("kk", "999.00", "999,00\u{A0}EUR"), ("kk", "100000.00", "100\u{A0}000,00\u{A0}EUR"),
        ])
    func `an amount has its language's separators and its currency's code`(
        language: String, amount: String, text: String
    ) throws {
        #expect(try rendered("{{sum}}", in: language, ["sum": .amount(amount, currency: "EUR")]) == text)
    }

    @Test func `a value that looks like a slot stays text (B18)`() throws {
        let slots: [String: SlotValue] = ["a": .text("{{b}}"), "b": .text("{{a}}")]
        #expect(try rendered("{{a}} {{b}}", slots) == "{{b}} {{a}}")
    }

    @Test(
        arguments: [
            "a\r\nBcc: x@example.com", "a\nb", "a\u{0}", "a\u{1B}[31m", "a\u{202E}b", "a\u{2028}b",
            "a\u{85}b", "\u{FEFF}",
            "\t", "",
        ])
    func `line ends, controls and direction marks in a value are refused (B18)`(text: String) throws {
        #expect(try rendered("{{a}}", ["a": .text(text)]).hasPrefix("refused: value"))
        #expect(try rendered("{{a}}", ["a": .token(text)]).hasPrefix("refused: value"))
        #expect(try rendered("{{a}}", ["a": .label(text)]).hasPrefix("refused: value"))
    }

    @Test func `labels, tokens and amounts keep to their characters`() throws {
        #expect(try rendered("{{a}}", ["a": .label("SW-0A1B$")]) == "SW-0A1B$")
        #expect(try rendered("{{a}}", ["a": .label("Иван")]).hasPrefix("refused: value"))
        #expect(
            try rendered("{{a}}", ["a": .token("https://x.example/t/Ab_1~-")]) == "https://x.example/t/Ab_1~-"
        )
        #expect(try rendered("{{a}}", ["a": .token("a b")]).hasPrefix("refused: value"))
        #expect(try rendered("{{a}}", ["a": .amount("1,00", currency: "EUR")]).hasPrefix("refused: value"))
        #expect(try rendered("{{a}}", ["a": .amount("1.00", currency: "XXX")]).hasPrefix("refused: value"))
        #expect(
            try rendered("{{a}}", ["a": .text(String(repeating: "a", count: 1025))]).hasPrefix(
                "refused: value"))
    }

    @Test func `a slot without a value, and a value without a slot, refuse the whole notice`() throws {
        #expect(try rendered("{{a}}") == "refused: missingSlot")
        #expect(try rendered("text", ["a": .text("x")]) == "refused: unknownSlot")
        #expect(NoticeRefused.unknownSlot.code == .placeholderForbidden)
    }

    @Test func `a language without forms, a control in a template, and a long text are refused`() throws {
        #expect(try rendered("text", in: "de") == "refused: language")
        #expect(try rendered("a\r\nb") == "refused: template")
        #expect(try rendered(String(repeating: "я", count: 8193)) == "refused: length")
        #expect(try rendered(String(repeating: "я", count: 8192)).count == 8192)
        #expect(try rendered("a\nb") == "a\nb")
    }

    @Test func `a subject is one line of at most 200 characters`() throws {
        let body = try Template(parsing: "text")
        for (text, refusal) in [
            ("a\nb", NoticeRefused.template), (String(repeating: "я", count: 201), .length),
        ] {
            let subject = try Template(parsing: text)
            #expect(throws: refusal) {
                try Renderer.render(subject: subject, body: body, language: "ru", slots: [:])
            }
        }
        let subject = try Template(parsing: String(repeating: "я", count: 200))
        #expect(throws: Never.self) {
            try Renderer.render(subject: subject, body: body, language: "ru", slots: [:])
        }
    }

    @Test(
        arguments: [
            ("bg", "3 февруари 2027 г., 02:00 ч. (UTC)"), ("en", "3 February 2027, 02:00 (UTC)"),
            ("ru", "3 февраля 2027 г., 02:00 (UTC)"), ("kk", "2027 жылғы 3 ақпан, 02:00 (UTC)"),
        ])
    func `a time is an hour and names UTC (E-04)`(language: String, text: String) throws {
        let moment = SlotValue.hour(Timestamp(milliseconds: 1_801_612_800_000 + 2 * 3_600_000 + 3_599_999))
        #expect(try rendered("{{at}}", in: language, ["at": moment]) == text)
    }

    private static let days: [String: [PluralCategory: String]] = [
        "bg": [.one: "ден", .other: "дни"], "en": [.one: "day", .other: "days"],
        "kk": [.one: "күн", .other: "күн"], "ru": [.one: "день", .few: "дня", .many: "дней"],
    ]

    private static func unit(_ language: String) throws -> PluralForms {
        let tongue = try #require(Language(rawValue: language))
        return try #require(PluralForms(days[language] ?? [:], in: tongue))
    }

    @Test(
        arguments: [
            (0, "дни", "days", "дней"), (1, "ден", "day", "день"), (2, "дни", "days", "дня"),
            (4, "дни", "days", "дня"), (5, "дни", "days", "дней"), (11, "дни", "days", "дней"),
            (12, "дни", "days", "дней"), (14, "дни", "days", "дней"), (21, "дни", "days", "день"),
            (22, "дни", "days", "дня"), (25, "дни", "days", "дней"), (101, "дни", "days", "день"),
            (111, "дни", "days", "дней"), (112, "дни", "days", "дней"), (122, "дни", "days", "дня"),
        ])
    func `a unit stands in the form its number asks for (CLDR)`(
        count: Int, bg: String, en: String, ru: String
    ) throws {
        for (language, form) in [("bg", bg), ("en", en), ("ru", ru), ("kk", "күн")] {
            let value = SlotValue.count(count, unit: try Self.unit(language))
            #expect(try rendered("{{n}}", in: language, ["n": value]) == "\(count)\u{A0}\(form)")
        }
    }

    @Test func `a number with decimals takes the form of parts, and its language's point`() throws {
        for (language, text) in [
            ("bg", "1,5\u{A0}дни"), ("en", "1.5\u{A0}days"), ("ru", "1,5\u{A0}дня"), ("kk", "1,5\u{A0}күн"),
        ] {
            let value = SlotValue.measure("1.50", unit: try Self.unit(language))
            #expect(try rendered("{{n}}", in: language, ["n": value]) == text)
        }
        let unit = try Self.unit("ru")
        #expect(try rendered("{{n}}", in: "ru", ["n": .measure("-21", unit: unit)]) == "\u{2212}21\u{A0}день")
        #expect(
            try rendered("{{n}}", in: "ru", ["n": .measure("-0.5", unit: unit)]) == "\u{2212}0,5\u{A0}дня")
        #expect(try rendered("{{n}}", in: "ru", ["n": .count(1234, unit: nil)]) == "1\u{A0}234")
    }

    @Test func `a language needs exactly its own forms of a unit`() {
        #expect(PluralForms([.one: "день", .few: "дня", .many: "дней"], in: .ru) != nil)
        #expect(PluralForms([.one: "день", .other: "дней"], in: .ru) == nil)
        #expect(PluralForms([.one: "day"], in: .en) == nil)
        #expect(PluralForms([.one: "day", .few: "days", .other: "days"], in: .en) == nil)
    }

    @Test func `counts and measures are small, so that no number of anybody's fits into one (B18)`() throws {
        let unit = try Self.unit("en")
        for value in [
            SlotValue.count(-1, unit: unit), .count(1_000_000, unit: nil), .measure("1000000", unit: unit),
            .measure("1.255", unit: unit), .measure("1e3", unit: unit), .measure("", unit: unit),
        ] {
            #expect(try rendered("{{n}}", ["n": value]).hasPrefix("refused: value"))
        }
    }

    @Test func `a line with nothing to show is left out, and leaves no gap`() throws {
        let text = "{{who}}, hello!\n\nIt ends.\nReason: {{why}}\n\nFor: {{who}}\n\nBye"
        #expect(try rendered(text, ["who": .absent, "why": .absent]) == "It ends.\n\nBye")
        let all = try rendered(text, ["who": .text("Ana"), "why": .text("none")])
        #expect(all == "Ana, hello!\n\nIt ends.\nReason: none\n\nFor: Ana\n\nBye")
        let subject = try Template(parsing: "For {{who}}")
        let notice = try Renderer.render(
            subject: subject, body: Template(parsing: "x"), language: "en", slots: ["who": .absent])
        #expect(notice.subject == "For –")
        #expect(notice.filled["who"] == nil)
    }
}
