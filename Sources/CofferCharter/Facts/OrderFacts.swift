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
    /// Since when it is known.
    package let noted: Timestamp
    /// When a connector took it; nil while it may.
    package var used: Timestamp?

    /// Takes all parts unchecked; ``SubjectFacts/noting(_:_:)`` checks them.
    package init(
        number: String, record: RecordID, amount: String, currency: String, noted: Timestamp,
        used: Timestamp?
    ) {
        self.number = number
        self.record = record
        self.amount = amount
        self.currency = currency
        self.noted = noted
        self.used = used
    }
}

extension SubjectFacts {
    /// Notes an order; noted twice in the same words, it is one order.
    mutating func note(order: OrderFacts, _ records: Set<RecordID>) throws(VaultError) {
        guard Self.isNumber(order.number) else { throw VaultError(.badValue, rule: "order.number") }
        guard records.contains(order.record) else { throw VaultError(.badValue, rule: "order.record") }
        guard Self.isAmount(order.amount) else { throw VaultError(.badValue, rule: "order.amount") }
        guard order.currency.utf8.count == 3, order.currency.utf8.allSatisfy({ 65...90 ~= $0 }) else {
            throw VaultError(.badValue, rule: "order.currency")
        }
        if let known = orders.first(where: { $0.number == order.number }) {
            let isSame =
                (known.record, known.amount, known.currency) == (order.record, order.amount, order.currency)
            guard isSame, known.used == nil else { throw VaultError(.conflict, rule: "order.number") }
            return
        }
        guard orders.count < Limits.ordersPerSubject else { throw VaultError(.tooLarge, rule: "order.count") }
        orders.append(order)
    }

    /// These facts with an order used up, or, by nil, open again: it never left the house.
    package func using(order number: String, at time: Timestamp?) -> SubjectFacts {
        var facts = self
        for place in orders.indices where orders[place].number == number { facts.orders[place].used = time }
        return facts
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
