import CofferModel

/// Amounts as each language writes them, with the code of the currency.
enum AmountText {
    private static let noBreak = "\u{A0}"

    /// `EUR 12,345.50` in English; elsewhere `12 345,50 EUR` with no-break spaces.
    ///
    /// Bulgarian groups from five digits on, so that 1234,50 stays whole (CLDR, minimum grouping digits).
    static func text(_ amount: String, currency: String, in language: Language) -> String {
        let parts = amount.split(separator: ".").map { String($0) }
        let number = number(parts.first ?? "0", parts.dropFirst().first, in: language)
        return language == .en ? currency + noBreak + number : number + noBreak + currency
    }

    /// Digits before and after the point, grouped and joined as the language does.
    static func number(_ units: String, _ decimals: String?, in language: Language) -> String {
        let (separator, point) = language == .en ? (",", ".") : (noBreak, ",")
        let isWhole = language == .bg && units.count < 5
        return (isWhole ? units : grouped(units, by: separator)) + (decimals.map { point + $0 } ?? "")
    }

    private static func grouped(_ digits: String, by separator: String) -> String {
        let first = digits.count % 3
        let groups =
            [digits.prefix(first)]
            + stride(from: first, to: digits.count, by: 3).map { digits.dropFirst($0).prefix(3) }
        return groups.filter { !$0.isEmpty }.joined(separator: separator)
    }
}
