/// Cards, accounts, identity numbers and amounts.
enum NumberNeedles {
    /// Letters and digits together, and the digits alone when there are enough of them.
    static func registered(_ text: String) -> [Needle] {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        return Needle.text(text) + (digits.utf8.count >= 7 ? [.digits(digits)] : [])
    }

    /// `12/27` and its usual other forms.
    static func expiry(_ text: String) -> [Needle] {
        let (month, year) = (text.prefix(2), text.suffix(2))
        return ["\(month)/\(year)", "\(month)/20\(year)", "\(month).20\(year)", "20\(year)-\(month)"].map {
            .literal($0)
        }
    }

    /// The number as it is kept and as each language writes it; fewer than four digits say nothing.
    static func amount(_ text: String) -> [Needle] {
        guard text.filter({ $0.isNumber }).count >= 4 else { return [] }
        let parts = text.split(separator: ".")
        let units = String(parts.first ?? "")
        let written = Language.allCases.map {
            AmountText.number(units, parts.dropFirst().first.map { String($0) }, in: $0)
        }
        return [.literal(text)] + written.map { .literal($0) }
    }
}
