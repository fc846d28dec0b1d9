package import CofferDelivery
package import CofferModel
import CofferStore

/// A notice that has passed the gate, and is on its way to one transport.
package struct ReadyNotice: Sendable {
    let row: OutboxRow
    let order: NoticeOrder
    private let message: CofferDelivery.OutboundMessage
    private let envelope: Envelope
    private let transport: any DeliveryTransport

    init(
        _ row: OutboxRow, _ order: NoticeOrder, _ message: CofferDelivery.OutboundMessage,
        _ envelope: Envelope, _ transport: any DeliveryTransport
    ) {
        self.row = row
        self.order = order
        self.message = message
        self.envelope = envelope
        self.transport = transport
    }

    /// Tries once; needs no vault, so that one can be locked meanwhile.
    ///
    /// - Parameter now: the time of the try.
    /// - Returns: what happened, for ``Vault/conclude(_:_:as:)``.
    package func deliver(at now: Timestamp) async -> DeliveryOutcome {
        await transport.deliver(message, to: envelope, at: now)
    }
}

/// What a round of the dispatcher has found.
package struct DispatchRound: Sendable {
    /// What goes to a transport now.
    package var ready: [ReadyNotice] = []
    /// What needed none.
    package var done = Dispatched()
    /// The time of the round.
    package let now: Timestamp

    /// Tries all of them at the same time, so that none waits for another beyond the time that is its own.
    func delivered() async -> [(ReadyNotice, DeliveryOutcome)] {
        await withTaskGroup(of: (ReadyNotice, DeliveryOutcome).self) { group in
            for one in ready { group.addTask { (one, await one.deliver(at: now)) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }
}
