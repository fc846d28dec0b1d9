import CofferForms
import CofferModel

/// Writes the value of a slot as its language does, after the check of its kind.
enum SlotText {
    /// What the slot shows; nil for nothing.
    static func filled(_ value: SlotValue, in language: Language) throws(NoticeRefused) -> FilledSlot? {
        if case .absent = value { return nil }
        let isLink = if case .link = value { true } else { false }
        return FilledSlot(text: try text(of: value, in: language), isLink: isLink)
    }

    private static func text(of value: SlotValue, in language: Language) throws(NoticeRefused) -> String {
        switch value {
        case .label(let label):
            try checked(label, upTo: 64, rule: "slot.label") { isLabel($0) }
        case .date(let moment): DateText.day(moment, in: language)
        case .hour(let moment): DateText.hour(moment, in: language)
        case .amount(let amount, let currency): try money(amount, currency, in: language)
        case .count(let count, let unit): try self.count(count, unit, in: language)
        case .measure(let number, let unit): try measure(number, unit, in: language)
        case .text(let text):
            try checked(text, upTo: Limits.slotBytes, rule: "slot.text") { $0.isPrintable }
        case .token(let token):
            try checked(token, upTo: 512, rule: "slot.token") { isOfURI($0) }
        case .link(let url): try link(url)
        case .absent: ""
        }
    }

    private static func checked(
        _ text: String, upTo most: Int, rule: Rule, allows: (Unicode.Scalar) -> Bool
    ) throws(NoticeRefused) -> String {
        guard 1...most ~= text.utf8.count, text.unicodeScalars.allSatisfy(allows) else { throw .value(rule) }
        return text
    }

    private static func link(_ url: String) throws(NoticeRefused) -> String {
        guard url.hasPrefix("https://") else { throw .value("slot.link") }
        return try checked(url, upTo: DeliveryLimits.urlBytes, rule: "slot.link") { isOfURI($0) }
    }

    private static func money(
        _ amount: String, _ currency: String, in language: Language
    ) throws(NoticeRefused) -> String {
        AmountText.text(
            try canonical(amount, as: .amount), currency: try canonical(currency, as: .currency), in: language
        )
    }

    private static func count(
        _ count: Int, _ unit: PluralForms?, in language: Language
    ) throws(NoticeRefused) -> String {
        guard 0...Limits.noticeCount ~= count else { throw .value("slot.count") }
        let number = AmountText.number(String(count), nil, in: language)
        guard let unit else { return number }
        return try number + named(unit[.of(count, in: language)])
    }

    private static func measure(
        _ text: String, _ unit: PluralForms, in language: Language
    ) throws(NoticeRefused) -> String {
        let number = try canonical(text, as: .decimal)
        let parts = number.split(separator: ".").map { String($0) }
        guard let whole = parts.first.flatMap({ Int($0) }), abs(whole) <= Limits.noticeCount,
            parts.count < 2 || parts[1].utf8.count <= 2
        else { throw .value("slot.measure") }
        let sign = number.hasPrefix("-") ? "\u{2212}" : ""
        let category =
            parts.count > 1 ? PluralCategory.ofDecimal(in: language) : .of(abs(whole), in: language)
        return try sign + AmountText.number(String(abs(whole)), parts.dropFirst().first, in: language)
            + named(unit[category])
    }

    /// A unit behind a number, which stays on the number's line.
    private static func named(_ unit: String) throws(NoticeRefused) -> String {
        "\u{A0}" + (try checked(unit, upTo: Limits.noticeWordBytes, rule: "slot.unit") { $0.isPrintable })
    }

    private static func canonical(_ text: String, as type: FieldType) throws(NoticeRefused) -> String {
        let never = Timestamp(milliseconds: 0)
        do throws(BadValue) {
            return String(
                decoding: try Canonical.bytes(of: .string(text), as: type, at: never), as: UTF8.self)
        } catch {
            throw .value(error.rule)
        }
    }

    private static func isLabel(_ scalar: Unicode.Scalar) -> Bool {
        "A"..."Z" ~= scalar || "0"..."9" ~= scalar || "-*~$=".unicodeScalars.contains(scalar)
    }

    /// The characters of RFC 3986 §2.
    private static func isOfURI(_ scalar: Unicode.Scalar) -> Bool {
        "A"..."Z" ~= scalar || "a"..."z" ~= scalar || "0"..."9" ~= scalar
            || "-._~:/?#[]@!$&'()*+,;=%".unicodeScalars.contains(scalar)
    }
}
