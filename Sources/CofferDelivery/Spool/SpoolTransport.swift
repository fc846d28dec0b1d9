package import CofferModel

/// Lays messages into folders, for development and for a mail server on this host to fetch.
///
/// No file holds body and address: the body lies in one folder, the envelope under the same random name in
/// another, laid there last. Who can read both folders can put them together; so can the mail server.
package struct SpoolTransport: DeliveryTransport {
    private let settings: SpoolSettings

    /// Takes the settings; nothing is opened yet.
    package init(_ settings: SpoolSettings) { self.settings = settings }

    /// Lays body and envelope down, durably; laid again under the same id they replace themselves.
    ///
    /// - Parameters:
    ///   - message: what to send.
    ///   - envelope: a recipient other than a mailbox is refused.
    ///   - now: not needed here.
    /// - Returns: delivered once both files and their names are on the disk.
    package func deliver(
        _ message: OutboundMessage, to envelope: Envelope, at now: Timestamp
    ) async -> DeliveryOutcome {
        guard case .mail(let recipient) = envelope.recipient else { return .refused(.init(.channel)) }
        let address: JSON = ["sender": .string(envelope.sender.text), "recipient": .string(recipient.text)]
        let settings = settings
        let isLaid = await OwnThread.run { () -> Bool in
            guard let bodies = SpoolFolder(settings.bodies), let envelopes = SpoolFolder(settings.envelopes),
                !bodies.isSame(as: envelopes)
            else { return false }
            return bodies.lay(message.composed(), as: "\(message.id.token).eml")
                && envelopes.lay(address.canonical, as: "\(message.id.token).json")
        }
        return isLaid == true ? .delivered : .deferred(.init(.local))
    }
}
