package import CofferModel

/// What one record of the customer's, his card, may be charged for: once (S4-16).
package struct OrderFacts: Hashable, Sendable {
    /// The company's own number for it.
    package let number: String
    /// The card.
    package let record: RecordID
    /// How much: digits, a point, two digits.
    package let amount: String
    /// Of which currency, in three letters.
    package let currency: String

    /// Takes what was noted.
    ///
    /// - Parameters:
    ///   - number: 1...64 letters, digits, hyphens, underscores and points.
    ///   - record: one of the customer's.
    ///   - amount: as `12.50`.
    ///   - currency: as `EUR`.
    ///   - records: the customer's.
    /// - Throws: `bad_value` with the rule that is broken.
    package init(
        _ number: String, of record: RecordID, amount: String, currency: String, among records: Set<RecordID>
    ) throws(VaultError) {
        guard Self.isNumber(number) else { throw VaultError(.badValue, rule: "order.number") }
        guard records.contains(record) else { throw VaultError(.badValue, rule: "order.record") }
        guard Self.isAmount(amount) else { throw VaultError(.badValue, rule: "order.amount") }
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ 65...90 ~= $0 }) else {
            throw VaultError(.badValue, rule: "order.currency")
        }
        self.number = number
        self.record = record
        self.amount = amount
        self.currency = currency
    }

    /// The one written form: canonical JSON (RFC 8785).
    package var canonical: [UInt8] {
        JSON.members([
            "number": .string(number), "record": JSON(record), "amount": .string(amount),
            "currency": .string(currency),
        ]).canonical
    }

    /// Reads what ``canonical`` writes, and nothing else.
    ///
    /// - Throws: the rule that was broken.
    package init(reading bytes: [UInt8]) throws(BadValue) {
        guard let json = try? JSON(reading: bytes) else { throw BadValue("facts.json") }
        let members = try Members(json, ["number", "record", "amount", "currency"])
        number = try members.text("number")
        record = try members.value("record")
        amount = try members.text("amount")
        currency = try members.text("currency")
        guard canonical == bytes else { throw BadValue("facts.canonical") }
    }

    private static func isNumber(_ text: String) -> Bool {
        1...Limits.orderNumberBytes ~= text.utf8.count
            && text.utf8.allSatisfy {
                48...57 ~= $0 || 65...90 ~= $0 || 97...122 ~= $0 || "-_.".utf8.contains($0)
            }
    }

    private static func isAmount(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 2 && 1...12 ~= parts[0].count && parts[1].count == 2
            && parts.allSatisfy { $0.allSatisfy { 48...57 ~= $0 } }
            && (parts[0].count == 1 || parts[0].first != UInt8(ascii: "0"))
    }
}
