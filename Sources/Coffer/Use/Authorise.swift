import CofferCharter
import CofferFields
import CofferForms
import CofferLedger
public import CofferModel
import CofferStore

extension Vault {
    /// Takes the code of a card, a track or a PIN block for the one charge of an order: in memory, for 300 s at most.
    ///
    /// ``charge(_:for:by:as:)`` puts it into the connector's request, once. It is gone then, and also when the charge is
    /// refused, the vault is closed, or the process ends; it is written nowhere.
    ///
    /// - Parameters:
    ///   - card: the record that the order names.
    ///   - order: the number of an order that is open.
    ///   - code: 3 or 4 digits, a track between its sentinels, or 16 or 32 hexadecimal digits of an encrypted PIN block:
    ///     its form says which; wiped when this returns.
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
        let (subject, holder, loaded) = try await present(card, session, .authorise)
        try await permit(.authorise, session, subject: subject, loaded)
        guard let open = loaded.open[subject] else { throw VaultError(.notFound) }
        var row = entry(session, RequestID.random(from: random), .authorise)
        row.subject = open.keys.reference
        let ends = now().adding(seconds: Limits.authorisationSeconds)
        do throws(VaultError) {
            guard let form = CardSecret(code) else { throw VaultError(.badValue, rule: "cvv.digits") }
            let path = try path(of: form, holder)
            guard try await order(number, open).facts?.record == card else { throw VaultError(.orderDenied) }
            try codes.put(
                code, for: .init(subject: subject, card: card, order: number, path: path),
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

    /// The field that a form belongs to, in the class of the card.
    ///
    /// - Throws: `role_denied` where no role has it delivered: what nobody will charge with is not taken.
    private func path(of form: CardSecret, _ card: RecordRow) throws(VaultError) -> FieldPath {
        let field = charter.fields.values.first {
            $0.number.ofClass == card.ofClass && $0.path.field == form.rawValue && $0.retention.neverKept
        }
        guard let path = field?.path else { throw VaultError(.targetDenied) }
        guard charter.isDelivered(path) else { throw VaultError(.roleDenied, field: path) }
        return path
    }
}
