package import CofferModel

/// Delivers by the company's mail server: submission with TLS (RFC 6409, RFC 8314), over libcurl.
///
/// There is no delivery in the clear, and none to a server that cannot prove its name.
package struct SMTPTransport: DeliveryTransport {
    private let session: SMTPSession

    /// Takes the settings; connects at the first delivery.
    package init(_ settings: SMTPSettings) { session = SMTPSession(settings) }

    /// Tries once, on a thread of its own.
    ///
    /// - Parameters:
    ///   - message: what to send.
    ///   - envelope: a recipient other than a mailbox is refused.
    ///   - now: not needed here.
    /// - Returns: what the server said, in numbers.
    package func deliver(
        _ message: OutboundMessage, to envelope: Envelope, at now: Timestamp
    ) async -> DeliveryOutcome {
        guard case .mail(let recipient) = envelope.recipient else { return .refused(.init(.channel)) }
        let session = session
        let outcome = await OwnThread.run {
            session.send(message.composed(to: recipient), from: envelope.sender, to: recipient)
        }
        return outcome ?? .deferred(.init(.local))
    }
}
