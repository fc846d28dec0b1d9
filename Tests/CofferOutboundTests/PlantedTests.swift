import CofferForms
import CofferModel
import CofferOutbound
import Testing

/// Whether a scan finds anything, fast and slow; the two must agree.
private func isFound(_ value: ScannedValue, in part: OutboundPart) throws -> Bool {
    let scan = LeakScan(for: [value])
    let message = try OutboundMessage([OutboundPart(.subject, "Notice"), part])
    let found = scan.findings(in: message)
    #expect(found == scan.exhaustiveFindings(in: message))
    return !found.isEmpty
}

@Suite struct PlantedTests {
    private let paragraphs = Corpus.paragraphs

    /// The text in the middle of an ordinary paragraph.
    private func planted(_ text: String, _ random: inout Seeded) -> String {
        let paragraph = paragraphs[Int.random(in: paragraphs.indices, using: &random)].text
        let words = paragraph.split(separator: " ")
        let place = Int.random(in: 0...words.count, using: &random)
        return (words[..<place] + [Substring(text)] + words[place...]).joined(separator: " ")
    }

    @Test(arguments: Disguise.allCases)
    func `a value is found in each disguise (S2-13, B18, E-03)`(disguise: Disguise) throws {
        var random = Seeded(seed: 7)
        for _ in 0..<60 {
            let (text, value) = try MadeUp.value(&random)
            let body = planted(disguise.applied(to: text), &random)
            #expect(try isFound(value, in: OutboundPart(.text, body)), "\(disguise): \(body)")
        }
    }

    @Test(arguments: Disguise.encodings)
    func `a disguise inside an encoding, and an encoding inside another, is undone (S2-13)`(
        encoding: Disguise
    ) throws {
        var random = Seeded(seed: 11)
        for inner in Disguise.characters + [.percent, .hexEntities, .base64, .hexadecimal] {
            for _ in 0..<6 {
                let (text, value) = try MadeUp.value(&random)
                let body = planted(encoding.applied(to: inner.applied(to: text)), &random)
                #expect(try isFound(value, in: OutboundPart(.text, body)), "\(encoding) of \(inner): \(body)")
            }
        }
    }

    @Test func `thousands of values in random disguises are found, fast as well as slow`() throws {
        let seed: UInt64 = 20_261_121
        var random = Seeded(seed: seed)
        var missed = 0
        for _ in 0..<2_000 {
            let (text, value) = try MadeUp.value(&random)
            let inner = Disguise.characters.randomElement(using: &random) ?? .plain
            let outer = Disguise.encodings.randomElement(using: &random) ?? .percent
            let depth = Int.random(in: 0...2, using: &random)
            var hidden = inner.applied(to: text)
            for _ in 0..<depth { hidden = outer.applied(to: hidden) }
            let body = planted(hidden, &random)
            if try !isFound(value, in: OutboundPart(.text, body)) {
                missed += 1
                Issue.record("seed \(seed): \(inner), \(depth) times \(outer): \(body)")
            }
        }
        #expect(missed == 0)
    }

    @Test func `a name in Cyrillic is found in Latin, and the other way round (S2-13)`() throws {
        var random = Seeded(seed: 13)
        for _ in 0..<300 {
            let name = MadeUp.cyrillicName(&random)
            let latin = Transliterated.latin(name)
            #expect(
                try isFound(try scanned(.name, name), in: OutboundPart(.text, planted(latin, &random))),
                "\(name) \(latin)")
            #expect(
                try isFound(try scanned(.name, latin), in: OutboundPart(.text, planted(name, &random))),
                "\(latin) \(name)")
        }
    }

    @Test func `HTML is read as its reader sees it: tags inside a word, comments, entities (B18)`() throws {
        var random = Seeded(seed: 17)
        let splits = [
            "<b></b>", "<span class=\"x>y\">", "<!-- a > b -->", "<wbr>", "&shy;", "&#8203;",
            "<style>p{}</style>",
        ]
        for _ in 0..<40 {
            let (text, value) = try MadeUp.value(&random)
            for split in splits where split != "<style>p{}</style>" || value.type == .secret {
                let html = text.map { String($0) }.joined(separator: split)
                let body = "<html><body><p>Dear customer,</p><p>about \(html), as agreed.</p></body></html>"
                #expect(try isFound(value, in: OutboundPart(.html, body)), "\(body)")
            }
            let hidden = "<p title=\"\(text)\">Hello</p><!-- \(text) -->"
            #expect(try isFound(value, in: OutboundPart(.html, hidden)))
        }
    }
}
