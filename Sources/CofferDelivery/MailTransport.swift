package import CofferModel

/// A transport for mail alone, as code that blocks; the thread and the answer to other recipients are the same for all.
package protocol MailTransport: DeliveryTransport {
    /// Tries once, and blocks until it is known what happened.
    func send(
        _ message: OutboundMessage, from sender: MailAddress, to recipient: MailAddress
    ) -> DeliveryOutcome

    /// Looks whether the way is open, and blocks meanwhile.
    func probe() -> DeliveryReason?
}

extension MailTransport {
    /// Tries once, on a thread of its own.
    ///
    /// - Parameters:
    ///   - message: what to send.
    ///   - envelope: a recipient other than a mailbox is refused.
    ///   - now: not needed for mail.
    /// - Returns: what happened.
    package func deliver(
        _ message: OutboundMessage, to envelope: Envelope, at now: Timestamp
    ) async -> DeliveryOutcome {
        guard case .mail(let recipient) = envelope.recipient else { return .refused(.init(.channel)) }
        let outcome = await OwnThread.run { send(message, from: envelope.sender, to: recipient) }
        return outcome ?? .deferred(.init(.local))
    }

    /// Looks whether the way is open, on a thread of its own; sends nothing.
    ///
    /// - Returns: why it is not, or nil.
    package func check() async -> DeliveryReason? {
        await OwnThread.run { probe() } ?? DeliveryReason(.local)
    }
}
