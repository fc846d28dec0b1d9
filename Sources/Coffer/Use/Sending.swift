import CofferCharter
import CofferDelivery
import CofferLedger
import CofferModel

/// One use on its way to its connector: what is sent, and what its outcome is written down under.
struct Sending: Sendable {
    let request: RequestID
    let connector: NamedConnector
    let subject: SubjectID
    /// How the ledger names him: known before anything leaves, so that the outcome can always be noted.
    let reference: Reference
    /// The order that it has used up.
    let order: OrderFacts?

    /// The row that says what became of it.
    func row(_ entry: LedgerEntry, _ outcome: String, _ code: Code?) -> LedgerEntry {
        var row = entry
        row.subject = reference
        row.noted = "\(connector.noted).\(outcome)"
        row.code = code
        return row
    }

    func with(_ rendered: Rendered) -> Ready { Ready(sending: self, rendered: rendered) }

    /// The same with the request that leaves.
    struct Ready: Sendable {
        let sending: Sending
        let rendered: Rendered
    }
}
