import CofferCharter
import CofferForms
import CofferModel
import CofferOutbound
import Testing

@Suite struct EveryTextTests {
    let every: EveryKind
    init() throws { every = try EveryKind.loaded.get() }

    @Test(arguments: EveryKind.languages, SlotSamples.allCases)
    func `every kind renders, with whatever its slots may hold (B18)`(language: String, samples: SlotSamples)
        throws
    {
        for kind in every.kinds {
            let notice = try every.rendered(kind, in: language, samples)
            #expect(!notice.subject.isEmpty && !notice.body.isEmpty)
            if samples != .signs { #expect(!(notice.subject + notice.body).contains("{")) }
            let hasLink = kind.slots.values.contains { $0.origin == .message }
            #expect(notice.links.count == (hasLink ? 1 : 0))
            #expect(notice.links.allSatisfy { $0.hasPrefix(EveryKind.portal) })
        }
    }

    @Test(arguments: EveryKind.languages, SlotSamples.allCases)
    func `HTML says exactly what the text says (B18)`(language: String, samples: SlotSamples) throws {
        for kind in every.kinds {
            let notice = try every.rendered(kind, in: language, samples)
            let page = Reader(notice.html)
            #expect(page.text == notice.body, "\(kind.kind)")
            #expect(page.title == notice.subject, "\(kind.kind)")
            #expect(page.links == notice.links, "\(kind.kind)")
        }
    }

    @Test(arguments: EveryKind.languages, [SlotSamples.ordinary, .least, .longest])
    func `the detectors find nothing in an ordinary notice (B18)`(language: String, samples: SlotSamples)
        throws
    {
        for kind in every.kinds {
            let notice = try every.rendered(kind, in: language, samples)
            let findings = Detection.findings(in: OutboundMessage(notice), allowing: [EveryKind.contact])
            #expect(findings == [], "\(kind.kind)")
        }
    }

    @Test(arguments: [
        "a\r\nBcc: x", "a\nb", "a\u{0}b", "\u{202E}a", "a\u{200F}b", "a\u{2066}b", "a\u{2028}b", "\u{1B}[1m",
    ])
    func `line ends, controls and marks of direction are refused in every text of a field (B18)`(text: String)
        throws
    {
        var tried = 0
        for kind in every.kinds {
            for (name, slot) in kind.slots where slot.form == .clear || slot.form == .masked {
                let body = try Template(parsing: "{{\(name)}}")
                let value = try every.charter.value(of: slot, .answered(text, currency: nil), in: "en")
                #expect(throws: NoticeRefused.self) {
                    try Renderer.render(subject: body, body: body, language: "en", slots: [name: value])
                }
                tried += 1
            }
        }
        #expect(tried > 10)
    }

    /// A customer all of whose values can be told apart from any text.
    private static let canaries: [(FieldType, String)] = [
        (.name, "Квазимодиан"), (.organisationName, "Зюмбюлковград Трейдинг"), (.username, "xq.wombat77"),
        (.email, "xq.wombat77@quuxmail.example"), (.phone, "+359887715982"), (.idNumber, "9902036677"),
        (.taxNumber, "BG203948571"), (.pan, "5200822386897841"), (.iban, "BG80BNBG96611020345678"),
        (.birthDate, "1971-07-19"), (.hostname, "edge-993.quux.example"), (.ipAddress, "203.0.113.77"),
        (.serial, "3be69a946a56572e3b"), (.text, "цех 17 Драгоман"),
    ]

    @Test(arguments: EveryKind.languages)
    func `a customer of canaries is in no notice, but for what its slots show of him (B18, E-03)`(
        language: String
    ) throws {
        let at = Timestamp(milliseconds: 1_795_257_600_000)
        let values = try Self.canaries.enumerated().map { place, canary in
            ScannedValue(
                number: FieldNumber(ofClass: 1, field: UInt32(place + 1)), type: canary.0,
                bytes: try Canonical.bytes(of: .string(canary.1), as: canary.0, at: at))
        }
        for kind in every.kinds {
            let shown = Set(
                kind.slots.values.filter { $0.form == .clear }.compactMap {
                    $0.path.flatMap { every.charter.fields[$0]?.type }
                })
            let notice = try rendered(kind, in: language)
            let leaks = LeakScan(for: values).fields(in: OutboundMessage(notice))
            let types = Set(leaks.map { Self.canaries[Int($0.field) - 1].0 })
            #expect(types.isSubset(of: shown), "\(kind.kind)")
        }
    }

    /// A kind whose slots are filled from the canaries, in the forms that the slots ask for.
    private func rendered(_ kind: NoticeRule, in language: String) throws -> RenderedNotice {
        let texts = try #require(kind.texts[language])
        let asked = kind.slots.filter { $0.value.origin == .given }
        let given = try every.charter.given(
            asked.mapValues { SlotSamples.ordinary.given($0, every.charter.wording) }
                .compactMapValues { $0 }, for: kind)
        var slots: [String: SlotValue] = [:]
        for (name, slot) in kind.slots {
            let type = slot.path.flatMap { every.charter.fields[$0]?.type }
            let canary = Self.canaries.first { $0.0 == type }?.1
            var filling =
                given[name].map { SlotFilling.given($0) } ?? SlotSamples.ordinary.filling(slot, every.charter)
            if let canary, let type, let path = slot.path {
                let bytes = try Canonical.bytes(
                    of: .string(canary), as: type, at: Timestamp(milliseconds: 0))
                let mask = slot.form == .last4 ? MaskRule.panLast4 : every.charter.fields[path]?.mask
                switch slot.form {
                case .clear: filling = .answered(canary, currency: nil)
                case .masked, .last4:
                    filling = .answered(try #require(mask).apply(to: bytes, as: type), currency: nil)
                default: break
                }
            }
            slots[name] = try every.charter.value(of: slot, filling, in: language)
        }
        return try Renderer.render(
            subject: texts.subject, body: texts.body, language: language, slots: slots)
    }
}

/// A page of HTML as somebody reads it who has none of the renderer's code.
private struct Reader {
    private(set) var title = ""
    private(set) var text = ""
    private(set) var links: [String] = []

    init(_ html: String) {
        var part = ""
        var tag: String?
        for character in html {
            switch (character, tag) {
            case ("<", nil):
                tag = ""
            case (">", .some(let name)):
                tag = nil
                if name.hasPrefix("a href=\"") {
                    links.append(Self.plain(String(name.dropFirst(8).dropLast())))
                }
                if name == "/title" { title = Self.plain(part) }
                if name.hasPrefix("body") { part = "" }
                if name == "/body" { text = Self.plain(part) }
                if name == "title" { part = "" }
            case (_, .some(let name)): tag = name + String(character)
            case (_, nil): part.append(character)
            }
        }
        text = String(text.drop { $0 == "\n" }.reversed().drop { $0 == "\n" }.reversed())
    }

    private static func plain(_ text: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}
