import CofferCharter
import CofferFields
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Takes the code of a card for the one charge of an order: in memory, for 300 s at most.
    ///
    /// ``charge(_:for:by:as:)`` puts it into the connector's request, once. It is gone then, and also when the charge is
    /// refused, the vault is closed, or the process ends; it is written nowhere.
    ///
    /// - Parameters:
    ///   - card: the record that the order names.
    ///   - order: the number of an order that is open.
    ///   - code: 3 or 4 digits; wiped when this returns.
    ///   - session: who asks.
    /// - Returns: until when it is kept.
    /// - Throws: `bad_value` with `cvv.digits`, `order_denied`, `throttled` when too many wait, the denial's code, or a
    ///   failure.
    public func authorise(
        _ card: RecordID, for order: String, code: inout [UInt8], as session: Session
    ) async throws(VaultError) -> Timestamp {
        defer { code.wipe() }
        try checkAlive()
        do {
            // In one turn with the check: a charge of the same order is before it, or after.
            return try await turn.take { try await take(code, for: order, of: card, session) }
        } catch { throw vaultError(error) }
    }

    private func take(
        _ code: [UInt8], for number: String, of card: RecordID, _ session: Session
    ) async throws(VaultError) -> Timestamp {
        try await refuse(refusal(session, .authorise, [(nil, nil)]), session, .authorise)
        let (subject, _, loaded) = try await present(card, session, .authorise)
        try await permit(.authorise, session, subject: subject, loaded)
        guard let open = loaded.open[subject] else { throw VaultError(.notFound) }
        var row = entry(session, RequestID.random(from: random), .authorise)
        row.subject = open.keys.reference
        let ends = now().adding(seconds: Limits.authorisationSeconds)
        do throws(VaultError) {
            guard 3...4 ~= code.count, code.allSatisfy({ 48...57 ~= $0 }) else {
                throw VaultError(.badValue, rule: "cvv.digits")
            }
            guard try await order(number, open).facts?.record == card else { throw VaultError(.orderDenied) }
            try codes.put(
                code, for: .init(subject: subject, card: card, order: number),
                of: session.actor, until: ends, in: arena, random: random)
        } catch {
            row.code = error.code
            _ = try await record([row])
            throw error
        }
        do { _ = try await record([row]) } catch {
            codes.drop(card, number)
            throw error
        }
        return ends
    }
}
