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
}
