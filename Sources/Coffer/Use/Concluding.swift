import CofferCharter
import CofferDelivery
import CofferFields
import CofferLedger
import CofferModel

extension Vault {
    /// Writes down what became of a use, and tells it.
    func conclude(
        _ ready: Sending.Ready, _ outcome: ConnectorOutcome, _ session: Session
    ) async throws(VaultError) -> Used {
        let sending = ready.sending
        let base = entry(session, sending.request, .deliver)
        switch outcome {
        case .answered(let status, let answer):
            let shown = ConnectorAnswer(
                answer, keeping: sending.connector.settings.answer, of: sending.order,
                without: ready.rendered.scanned())
            try await note(
                sending.row(
                    base, status.isAccepted ? "accepted" : "refused", shown.isWithheld ? .leakDetected : nil))
            return Used(
                connector: sending.connector.name, status: status, answer: shown.members,
                isWithheld: shown.isWithheld)
        case .unsent(let cause):
            let error = Self.error(cause)
            try await note(sending.row(base, "unsent", error.code))
            // What is told is why nothing left; an order that could not be opened again stays used up.
            try? await giveBack(sending, session)
            throw error
        case .unknown:
            try await note(sending.row(base, "unknown", .unknown))
            throw VaultError(
                .unknown, rule: "connector.answer", naming: "the connector may have done it: ask its owner")
        }
    }

    /// It has happened: that it could not be written down makes it unknown, not undone.
    private func note(_ row: LedgerEntry) async throws(VaultError) {
        do { _ = try await record([row]) } catch {
            throw VaultError(.unknown, "the connector had its turn, and its outcome could not be recorded")
        }
    }

    private static func error(_ cause: DeliveryCause) -> VaultError {
        cause == .target
            ? VaultError(.targetDenied, rule: "connector.address")
            : VaultError(.unavailable, rule: "connector.unsent", naming: cause.rawValue)
    }

    /// An order of which nothing has left is open again, if its card is still there.
    private func giveBack(_ sending: Sending, _ session: Session) async throws(VaultError) {
        guard let order = sending.order else { return }
        do {
            try await turn.take {
                guard let open = try await loadOnce([sending.subject])?.open[sending.subject],
                    open.records[order.record] != nil
                else { return }
                let kept = try await self.order(order.number, open)
                guard kept.facts == nil else { return }
                var row = entry(session, RequestID.random(from: random), .order)
                row.subject = open.keys.reference
                row.noted = "order.open"
                try await keep(order, as: kept, open, row)
            }
        } catch { throw vaultError(error) }
    }
}
