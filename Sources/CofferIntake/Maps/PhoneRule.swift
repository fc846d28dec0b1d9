/// How telephone numbers that are written without their country become whole.
struct PhoneRule: Hashable, Sendable {
    /// `+` and 1...3 digits.
    let callingCode: String
    /// The digits that a number within the country begins with, as `0`; nil where there are none.
    let trunk: String?

    /// The number with its country; nil where it cannot be told whether it has one.
    func read(_ text: String) -> String? {
        let number = Cells.trimmed(text)
        if number.hasPrefix("+") || number.hasPrefix("00") { return number }
        guard let trunk else { return callingCode + number }
        let digits = number.filter { $0 != "(" && $0 != ")" }
        guard digits.hasPrefix(trunk) else { return nil }
        return callingCode + digits.dropFirst(trunk.count)
    }
}
