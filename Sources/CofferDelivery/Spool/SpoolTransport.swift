import CofferModel

/// Lays messages into folders, for development and for a mail server on this host to fetch.
///
/// No file holds body and address: the body lies in one folder, the envelope under the same random name in
/// another, laid there last. Who can read both folders can put them together; so can the mail server.
package struct SpoolTransport: MailTransport {
    private let settings: SpoolSettings

    /// Takes the settings; nothing is opened yet.
    package init(_ settings: SpoolSettings) { self.settings = settings }

    /// Lays body and envelope down, durably; laid again under the same id they replace themselves.
    package func send(
        _ message: OutboundMessage, from sender: MailAddress, to recipient: MailAddress
    ) -> DeliveryOutcome {
        let address: JSON = ["sender": .string(sender.text), "recipient": .string(recipient.text)]
        guard let folders, folders.bodies.lay(message.composed(), as: "\(message.id.token).eml"),
            folders.envelopes.lay(address.canonical, as: "\(message.id.token).json")
        else { return .deferred(.init(.local)) }
        return .delivered
    }

    /// Opens both folders.
    package func probe() -> DeliveryReason? { folders == nil ? DeliveryReason(.local) : nil }

    /// Nil unless there are two that are ours alone.
    private var folders: (bodies: SpoolFolder, envelopes: SpoolFolder)? {
        guard let bodies = SpoolFolder(settings.bodies), let envelopes = SpoolFolder(settings.envelopes),
            !bodies.isSame(as: envelopes)
        else { return nil }
        return (bodies, envelopes)
    }
}
