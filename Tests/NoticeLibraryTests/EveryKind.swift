import CofferCharter
import CofferForms
import CofferModel
import CofferOutbound
import Testing

/// A company that uses every class and every kind of the library, with all gates open.
struct EveryKind {
    static let languages = ["bg", "en", "ru", "kk"]
    static let portal = "https://my.company.example/n/"
    static let contact = "privacy@company.example"

    /// Loaded once: base is long.
    static let loaded = Result { try EveryKind() }

    let charter: Charter

    private init() throws {
        let base = try #require(BuiltInCharters.source(named: "base"))
        let text = String(decoding: base, as: UTF8.self)
        let source = Self.source(
            classes: Self.names(in: text, "classes"), kinds: Self.names(in: text, "notices"))
        charter = try Charter.load(
            Array(source.utf8), base: base, overlays: [:], file: "every.yaml", hash: .zero, previous: nil)
    }

    /// The names that stand right below a key of base.
    private static func names(in text: String, _ key: String) -> [String] {
        let part = text.split(separator: "\n\(key):\n", maxSplits: 1).last ?? ""
        var names: [String] = []
        for line in part.split(separator: "\n") {
            if !line.hasPrefix(" ") && !line.hasPrefix("#") { break }
            guard line.hasPrefix("  "), !line.hasPrefix("   "), line.hasSuffix(":") else { continue }
            names.append(String(line.dropFirst(2).dropLast()))
        }
        return names
    }

    private static func source(classes: [String], kinds: [String]) -> String {
        """
        charter: every
        version: 1
        extends: base
        company:
          name: "Пример & Ко"
          contact: "\(contact)"
          portal: "\(portal)"
          languages: [bg, en, ru, kk]
        case_pattern: "^[A-Z]{2,6}-[0-9]{1,9}$"
        reasons: [correction]
        gates:
          notify.given_name: on
          notify.card_tail: on
          cred.retention: earliest
        uses:
          classes: [\(classes.joined(separator: ", "))]
          notices: [\(kinds.joined(separator: ", "))]
        words:
          sponsor:
            north: { bg: "Север", en: "North", ru: "Север", kk: "Солтүстік" }
            south: { bg: "Юг", en: "South", ru: "Юг", kk: "Оңтүстік" }
        purposes:
          service: { basis: contract }
        sources: { order: [service] }
        consent_acts: [explicit]
        confidentiality: { version: 1, text: { bg: "Да.", en: "Yes.", ru: "Да.", kk: "Иә." } }
        roles:
          admin:
            budget: { clear_values_per_hour: 0, subjects_per_hour: 0, probes_per_hour: 0 }
            grants:
              - { act: [import] }
        """
    }

    /// The kinds by name.
    var kinds: [NoticeRule] { charter.notices.values.sorted { $0.kind < $1.kind } }

    /// Renders a kind with what `values` has for each slot.
    func rendered(
        _ kind: NoticeRule, in language: String, _ values: SlotSamples
    ) throws -> RenderedNotice {
        let texts = try #require(kind.texts[language])
        let asked = kind.slots.filter { $0.value.origin == .given }
        let given = try charter.given(
            asked.mapValues { values.given($0, charter.wording) }.compactMapValues { $0 }, for: kind)
        var slots: [String: SlotValue] = [:]
        for (name, slot) in kind.slots {
            let filling = given[name].map { SlotFilling.given($0) } ?? values.filling(slot, charter)
            slots[name] = try charter.value(of: slot, filling, in: language)
        }
        return try Renderer.render(
            subject: texts.subject, body: texts.body, language: language, slots: slots)
    }
}

/// What slots are filled with.
enum SlotSamples: CaseIterable {
    /// As on any day.
    case ordinary
    /// Each as long as it can be.
    case longest
    /// Texts full of what means something in HTML, in templates and in addresses.
    case signs
    /// Nothing where a slot is optional.
    case least

    static let markup = #"<a href="x">&amp;'{{link}}'</a> {{device}} %0d%0a"#

    func given(_ slot: SlotRule, _ wording: Wording) -> String? {
        if self == .least, slot.optional { return nil }
        switch slot.form {
        case .date: return "2027-02-03"
        case .hour: return "2027-12-23T14:00Z"
        case .count: return self == .longest ? "999999" : "3"
        case .measure:
            let measured = words(slot, wording).first.flatMap {
                wording.measures[slot.list ?? ""]?[$0]?.min()
            }
            return (self == .longest ? "-999999.99 " : "93.5 ") + (measured ?? "megabit_per_second")
        case .reference: return self == .longest ? "ABCDEF-123456789" : "AB-123"
        case .amount: return self == .longest ? "9999999999999.99 EUR" : "12.50 EUR"
        case .word: return words(slot, wording).first
        default: return words(slot, wording).prefix(self == .longest ? 8 : 2).joined(separator: ", ")
        }
    }

    private func words(_ slot: SlotRule, _ wording: Wording) -> [String] {
        let list = slot.list.flatMap { wording.words[$0] } ?? [:]
        func length(_ word: String) -> Int { list[word]?.values.map(\.text.utf8.count).max() ?? 0 }
        return list.keys.sorted { (length($1), $0) < (length($0), $1) }
    }

    func filling(_ slot: SlotRule, _ charter: Charter) -> SlotFilling {
        if self == .least, slot.optional { return .nothing }
        switch slot.origin {
        case .message:
            return .token(
                self == .longest ? String(repeating: "a", count: 512) : "9f3c1d7a5e8b4f60a2c4e6d8b0f1a3c5")
        case .field(let path): return .answered(answer(path, slot, charter), currency: "EUR")
        case .label:
            return .answered(
                self == .longest ? String(repeating: "W", count: 64) : "SW-7K2M9P", currency: nil)
        default: return .nothing
        }
    }

    private func answer(_ path: FieldPath, _ slot: SlotRule, _ charter: Charter) -> String {
        switch slot.form {
        case .date, .hour: return "2027-02-03T14:37:12.345Z"
        case .amount: return self == .longest ? "9999999999999.99" : "1234.50"
        case .word: return "paid"
        case .last4: return "**** **** **** 1111"
        default: break
        }
        let type = charter.fields[path]?.type
        switch (self, type) {
        case (.signs, _): return Self.markup
        case (.longest, .name): return String(repeating: "Щ\u{301}", count: 100)
        case (.longest, .organisationName): return String(repeating: "Ж", count: 200)
        case (.longest, .invoiceNumber): return String(repeating: "9A", count: 32)
        case (.longest, .text): return String(repeating: "ж", count: 512)
        case (.longest, _): return String(repeating: "w", count: 64)
        case (_, .name): return "Мария-Ана"
        case (_, .organisationName): return "Пример ЕООД"
        case (_, .invoiceNumber): return "INV-2027-0001"
        case (_, .username): return "m***"
        default: return "spring-meeting"
        }
    }
}
