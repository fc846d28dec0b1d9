import CofferCharter
import CofferFields
import CofferLedger
import CofferModel
import CofferStore

extension Vault {
    /// Notes an order, or takes one back: a row of its own, and nothing in what is known of the customer.
    ///
    /// - Parameters:
    ///   - note: of the kind of orders.
    ///   - facts: what is known of the customer.
    ///   - open: the customer.
    ///   - session: who asks.
    /// - Throws: `bad_value` with the rule that is broken, `conflict` for a number that is taken, `too_large`,
    ///   `order_denied` for an order to take back that is not open, or a failure.
    func note(
        order note: SubjectNote, _ facts: SubjectFacts, _ open: OpenSubject, _ session: Session
    ) async throws(VaultError) {
        var row = entry(session, RequestID.random(from: random), note.action)
        row.subject = open.keys.reference
        let next: (kept: KeptOrder, facts: OrderFacts?)?
        do throws(VaultError) { next = try await change(by: note, facts, open) } catch {
            row.code = error.code
            _ = try await record([row])
            throw error
        }
        row.noted = note.name
        guard let next else {
            _ = try await record([row])
            return
        }
        if let old = next.kept.facts { codes.drop(old.record, old.number) }
        try await keep(next.facts, as: next.kept, open, row)
    }

    /// What is to be kept; nil where it stands there already, in the same words.
    private func change(
        by note: SubjectNote, _ facts: SubjectFacts, _ open: OpenSubject
    ) async throws(VaultError) -> (kept: KeptOrder, facts: OrderFacts?)? {
        switch note {
        case .order(let number, let card, let amount, let currency):
            let order = try OrderFacts(
                number, of: card, amount: amount, currency: currency, among: Set(open.records.keys))
            let kept = try await self.order(number, open)
            if kept.facts == order { return nil }
            guard kept.revision == 0, !facts.hadOrder(number) else {
                throw VaultError(.conflict, rule: "order.number")
            }
            guard try await openOrders(of: open.keys.subject) < Limits.ordersPerSubject else {
                throw VaultError(.tooLarge, rule: "order.count")
            }
            return (kept, order)
        case .orderWithdrawal(let number):
            let kept = try await order(number, open)
            guard kept.facts != nil else { throw VaultError(.orderDenied) }
            return (kept, nil)
        default: return nil
        }
    }

    private func openOrders(of subject: SubjectID) async throws(VaultError) -> Int {
        do { return try await data.orders(of: subject).count { $0.sealed != nil } } catch {
            throw vaultError(error)
        }
    }
}
