import CofferForms
import CofferModel
import Testing

/// The time of every test: 21 November 2026.
let now = Timestamp(milliseconds: 1_795_257_600_000)

/// The canonical text of an input, or the name of the rule that refuses it.
func canonical(_ input: JSON, _ type: FieldType) -> String {
    do throws(BadValue) {
        return String(decoding: try Canonical.bytes(of: input, as: type, at: now), as: UTF8.self)
    } catch {
        return "refused: \(error.rule)"
    }
}

@Suite struct NameTests {
    @Test(
        arguments: [
            ("Әлия", "Әлия"), ("Яромир", "Яромир"), ("Anne-Marie O'Neil Jr.", "Anne-Marie O'Neil Jr."),
            ("  Иван   Петров ", "Иван Петров"), ("Jose\u{301}", "Jos\u{E9}"), ("Д’Артаньян", "Д’Артаньян"),
            ("王伟", "王伟"), ("علی\u{200C}رضا", "علی\u{200C}رضا"),
            ("श्\u{200D}री राम", "श्\u{200D}री राम"), ("ක්\u{200D}රිස්ටි", "ක්\u{200D}රිස්ටි"),
            ("א\u{5B7}ב", "א\u{5B7}ב"),
        ])
    func `a name is letters with their marks, spaces and four signs, composed (X-02)`(
        input: String, text: String
    ) {
        #expect(Array(canonical(.string(input), .name).utf8) == Array(text.utf8))
    }

    @Test(
        arguments: [
            ("", "name.length"), ("   ", "name.length"), ("Ivan3", "name.characters"),
            ("A\u{0}B", "name.characters"),
            ("Иван\u{202E}", "name.characters"), ("😀", "name.characters"), ("a@b", "name.characters"),
            ("\u{301}a", "name.characters"), ("--", "name.characters"), ("A\nB", "name.characters"),
            ("Iv\u{200D}an", "name.characters"), ("Iv\u{200C}an", "name.characters"),
            ("علی\u{200C}", "name.characters"), ("\u{200C}علی", "name.characters"),
            ("علی\u{200D}رضا", "name.characters"),
            ("\u{3164}", "name.characters"), (String(repeating: "я", count: 101), "name.length"),
            ("a" + String(repeating: "\u{301}", count: 5000), "name.length"),
        ])
    func `digits, controls, direction marks, blank letters and towers of marks are no name`(
        input: String, rule: String
    ) {
        #expect(canonical(.string(input), .name) == "refused: \(rule)")
    }

    @Test func `a hundred graphemes are counted as a reader counts them`() {
        let letter = "e\u{331}\u{302}"
        let name = String(repeating: letter, count: 100)
        #expect(canonical(.string(name), .name).count == 100)
        #expect(canonical(.string(name + letter), .name) == "refused: name.length")
    }
}
