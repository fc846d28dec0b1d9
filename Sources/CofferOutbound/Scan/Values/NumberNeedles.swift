import CofferModel

/// Cards, accounts, identity numbers and amounts.
enum NumberNeedles {
    /// Letters and digits together, and the digits alone when there are enough of them.
    static func add(registered text: String, to builder: inout PatternBuilder) {
        builder.text(text)
        builder.text(text, as: .digits)
    }

    /// `12/27` and its usual other forms.
    static func add(expiry text: String, to builder: inout PatternBuilder) {
        let (month, year) = (text.prefix(2), text.suffix(2))
        for form in ["\(month)/\(year)", "\(month)/20\(year)", "\(month).20\(year)", "20\(year)-\(month)"] {
            builder.text(form, as: .literal)
        }
    }

    /// The number as it is kept and as each language writes it; fewer than four digits say nothing.
    static func add(amount text: String, to builder: inout PatternBuilder) {
        guard text.filter({ $0.isNumber }).count >= 4 else { return }
        let parts = text.split(separator: ".")
        let units = String(parts.first ?? "")
        let written = Language.allCases.map {
            AmountText.number(units, parts.dropFirst().first.map { String($0) }, in: $0)
        }
        for form in Set([text] + written) { builder.text(form, as: .literal) }
    }
}
