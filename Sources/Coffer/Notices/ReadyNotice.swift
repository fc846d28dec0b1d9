package import CofferDelivery
import CofferFields
package import CofferModel
import CofferStore

/// A notice that has passed the gate, and is on its way to one transport.
package struct ReadyNotice: Sendable {
    let row: OutboxRow
    let order: NoticeOrder
    let names: NoticeNames
    /// How many of the customer's channels have refused him already.
    let skipped: Int
    /// Whether he has agreed to another one, to be tried if this refuses him.
    let hasNext: Bool
    private let message: CofferDelivery.OutboundMessage
    private let envelope: Envelope
    private let transport: any DeliveryTransport

    init(
        _ row: OutboxRow, _ order: NoticeOrder, _ names: NoticeNames,
        _ message: CofferDelivery.OutboundMessage, _ envelope: Envelope, _ there: Destination, skipped: Int
    ) {
        self.row = row
        self.order = order
        self.names = names
        self.skipped = skipped
        self.message = message
        self.envelope = envelope
        hasNext = there.hasNext
        transport = there.transport
    }

    /// Tries once; needs no vault, so that one can be locked meanwhile.
    ///
    /// - Parameter now: the time of the try.
    /// - Returns: what happened, for ``Vault/conclude(_:_:as:)``.
    package func deliver(at now: Timestamp) async -> DeliveryOutcome {
        await transport.deliver(message, to: envelope, at: now)
    }
}

/// How the ledger names a notice and its subject: known before it leaves, so that its end can always be noted.
struct NoticeNames: Sendable {
    let subject: Reference
    let notice: Reference

    init(_ row: OutboxRow, _ keys: SubjectKeys) {
        subject = keys.reference
        notice = keys.reference(of: row.notice)
    }
}

/// What is to be done after a try.
package enum Concluded: Sendable {
    /// Nothing more.
    case done(Dispatched)
    /// The next of the customer's channels is tried.
    case next(ReadyNotice)
}

/// What a round of the dispatcher has found.
package struct DispatchRound: Sendable {
    /// What goes to a transport now.
    package internal(set) var ready: [ReadyNotice] = []
    /// What needed none.
    var done = Dispatched()
    /// The time of the round.
    let now: Timestamp
    /// How many notices were due.
    package let found: Int

    init(now: Timestamp, found: Int) {
        self.now = now
        self.found = found
    }

    /// Tries all of them at the same time, and notes of each at once what became of it.
    ///
    /// - Parameter conclude: notes one outcome.
    /// - Returns: what was done, with what needed no try; and the first failure to note any.
    package func deliver(
        _ conclude: @escaping @Sendable (ReadyNotice, DeliveryOutcome) async -> Result<Concluded, VaultError>
    ) async -> (done: Dispatched, failure: VaultError?) {
        let outcomes = await withTaskGroup(of: Result<Dispatched, VaultError>.self) { group in
            for one in ready { group.addTask { await Self.settle(one, at: now, conclude) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var all = (done: done, failure: VaultError?.none)
        for outcome in outcomes {
            switch outcome {
            case .success(let done): all.done = all.done + done
            case .failure(let failure): all.failure = all.failure ?? failure
            }
        }
        return all
    }

    private static func settle(
        _ first: ReadyNotice, at now: Timestamp,
        _ conclude: @Sendable (ReadyNotice, DeliveryOutcome) async -> Result<Concluded, VaultError>
    ) async -> Result<Dispatched, VaultError> {
        var ready = first
        while true {
            switch await conclude(ready, await ready.deliver(at: now)) {
            case .success(.done(let done)): return .success(done)
            case .success(.next(let next)): ready = next
            case .failure(let failure): return .failure(failure)
            }
        }
    }
}
