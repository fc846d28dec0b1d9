import CofferModel
import CofferOutbound
import Testing

/// Whatever the scan passes over in stretches, it must not matter where in a text something stands.
@Suite struct PlaceTests {
    private static let seed: UInt64 = 20_261_122

    /// Around the sizes in which text is read, and some bytes before them, where a value runs across.
    private static let places =
        [0, 1, 2, 3, 5, 7]
        + [32, 64, 512, 1024].flatMap { size in [-40, -17, -3, -1, 0, 1, 2].map { size + $0 } }
        .filter { $0 > 7 }

    /// So many bytes of ordinary text.
    private func filler(_ bytes: Int, _ random: inout Seeded) -> String {
        var text = ""
        while text.utf8.count < bytes {
            text += Corpus.paragraphs.randomElement(using: &random)?.text ?? "."
            text += Bool.random(using: &random) ? "\n" : " "
        }
        while text.utf8.count > bytes { text.unicodeScalars.removeLast() }
        // A scalar that would be cut is spaces.
        return text + String(repeating: " ", count: bytes - text.utf8.count)
    }

    private func fields(_ findings: [Finding]) -> [FieldNumber] {
        findings.compactMap { if case .field(let number) = $0.cause { number } else { nil } }
    }

    @Test(arguments: Disguise.allCases)
    func `a value is found at every place of a text, and no other is (S2-13, B18, E-03)`(
        disguise: Disguise
    ) throws {
        var random = Seeded(seed: Self.seed)
        let values = try (1...6).map { try MadeUp.value(&random, number: $0) }
        let scan = LeakScan(for: values.map(\.value))
        for place in Self.places {
            let before = place == 0 ? "" : filler(place - 1, &random) + " "
            let after =
                Bool.random(using: &random)
                ? "" : " " + filler(Int.random(in: 0...90, using: &random), &random)
            guard let (text, value) = values.randomElement(using: &random) else { continue }
            for (hidden, expected) in [(disguise.applied(to: text), [value.number]), ("", [])] {
                let body = before + hidden + after
                let message = try OutboundMessage([OutboundPart(.text, body)])
                let found = scan.findings(in: message, allowing: [])
                #expect(fields(found) == expected, "seed \(Self.seed), \(disguise) at \(place): \(body)")
                let detected = found.filter { if case .detector = $0.cause { true } else { false } }
                #expect(detected == Detection.findings(in: message, allowing: []))
            }
        }
    }

    @Test func `one letter or digit of a value changed is another's, at every place`() throws {
        var random = Seeded(seed: Self.seed + 1)
        for place in Self.places {
            let code = random.text(12, of: "bdfghkmnprtvz") + random.text(4, of: "23456789")
            let scan = LeakScan(for: [try scanned(.secret, code)])
            var other = Array(code)
            let changed = Int.random(in: other.indices, using: &random)
            other[changed] = other[changed].isNumber ? "1" : "l"
            let before = filler(place, &random)
            for (text, isFound) in [(code, true), (String(other), false)] {
                let message = try OutboundMessage([OutboundPart(.text, before + " " + text)])
                let found = scan.findings(in: message)
                #expect(found.isEmpty != isFound, "seed \(Self.seed), \(text) at \(place)")
                #expect(found == scan.exhaustiveFindings(in: message))
            }
        }
    }

    /// Scraps of all that the scan undoes or looks for, whole and broken.
    private static let scraps = [
        "%41", "%", "=3D", "=\n", "&amp;", "&#1057;", "&", "\\u0430", "\\x41", "\\", "+7 916 755 65 60", "+",
        "@",
        "north@firma.example", "5200 8223 8689 7841", "5200822386897841", "10.83.255.236", "2001:db8::1",
        "fe80:",
        "00:1a:2b:3c:4d:5e", "-----BEGIN ", "BG80BNBG96611020345678", "BG- 80", "AKIAIOSFODNN7EXAMPLE",
        "glpat-",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x", "bm9ydGhAZmlybWEuZXhhbXBsZQ==",
        "6e6f727468406669726d61",
        "\u{200B}", "\u{AD}", "e\u{301}", "я", "ъ", "ь", "щ", "sh", "ß", "ﬁ", "№", "«", "—", "漢", "ｎｏ", "٥٢",
        "𝟝",
        "\u{A0}", " ", "\n", ". ", ", ", "-", "-\n", "a", "Word", "customer", "Сертификат", "10", "2027",
        "\u{10FFFF}",
    ]

    @Test func `what is found in a text does not change when it stands further on`() throws {
        var random = Seeded(seed: Self.seed + 2)
        let values = try (1...4).map { try MadeUp.value(&random, number: $0) }
        let scan = LeakScan(for: values.map(\.value))
        for round in 0..<150 {
            var text = ""
            for _ in 0..<Int.random(in: 1...14, using: &random) {
                let value = values.randomElement(using: &random)?.text ?? ""
                let disguise = Disguise.allCases.randomElement(using: &random) ?? .plain
                let isValue = Int.random(in: 0..<12, using: &random) == 0
                text +=
                    isValue ? disguise.applied(to: value) : Self.scraps.randomElement(using: &random) ?? ""
            }
            let shifts = [1, 2, 3, 29, 61, 503].map { $0 + round % 16 }
            let all = try ([0] + shifts).map { shift in
                let body = "\n" + String(repeating: "!", count: shift) + "\n" + text
                return scan.findings(in: try OutboundMessage([OutboundPart(.text, body)]), allowing: [])
            }
            for (shift, found) in zip(shifts, all.dropFirst()) {
                #expect(found == all[0], "seed \(Self.seed), shifted by \(shift): \(text)")
            }
        }
    }

    @Test func `in a long text nothing is passed over that a careful reading finds`() throws {
        var random = Seeded(seed: Self.seed + 3)
        for round in 0..<40 {
            let values = try (1...3).map { try MadeUp.value(&random, number: $0) }
            let scan = LeakScan(for: values.map(\.value))
            // What begins as a value does, in other spellings and with other ends, far from both ends.
            var text = filler(400, &random)
            for _ in 0..<8 {
                let value = values.randomElement(using: &random)?.text ?? ""
                let disguise = Disguise.characters.randomElement(using: &random) ?? .plain
                let cut = value.prefix(Int.random(in: 1...max(value.count, 1), using: &random))
                let before = Self.scraps.randomElement(using: &random) ?? ""
                let after = Self.scraps.randomElement(using: &random) ?? ""
                text += before + disguise.applied(to: String(cut)) + after + " "
            }
            text += filler(400, &random)
            let message = try OutboundMessage([OutboundPart(.text, text), OutboundPart(.text, text)])
            #expect(
                scan.findings(in: message) == scan.exhaustiveFindings(in: message),
                "seed \(Self.seed), round \(round): \(text)")
        }
    }
}
