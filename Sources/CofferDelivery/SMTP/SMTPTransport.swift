/// Delivers by the company's mail server: submission with TLS (RFC 6409, RFC 8314), over libcurl.
///
/// There is no delivery in the clear, and none to a server that cannot prove its name.
package struct SMTPTransport: MailTransport {
    private let session: SMTPSession

    /// Takes the settings; connects at the first delivery.
    ///
    /// - Parameters:
    ///   - settings: which server.
    ///   - credentials: user name and password; nil where the server knows us otherwise.
    package init(_ settings: SMTPSettings, credentials: SMTPCredentials?) {
        session = SMTPSession(settings, credentials)
    }

    /// Sends by the server, and says what it answered, in numbers.
    package func send(
        _ message: OutboundMessage, from sender: MailAddress, to recipient: MailAddress
    ) -> DeliveryOutcome {
        session.send(message.composed(to: recipient), from: sender, to: recipient)
    }

    /// Connects, proves the server's name, logs in, and leaves.
    package func probe() -> DeliveryReason? { session.probe() }
}
