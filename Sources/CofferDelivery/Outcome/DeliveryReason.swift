/// Why a message was put off or refused: a stable word and the other side's numbers.
///
/// Never the other side's words: servers repeat addresses in them.
package struct DeliveryReason: Hashable, Sendable, CustomStringConvertible {
    /// What it comes down to.
    package let cause: DeliveryCause
    /// The reply code of SMTP, the status of HTTP, or the exit status of a command; nil without an answer.
    package let status: UInt16?
    /// The enhanced status code of SMTP, where there was one.
    package let enhanced: EnhancedStatus?

    /// Names a reason.
    package init(_ cause: DeliveryCause, status: UInt16? = nil, enhanced: EnhancedStatus? = nil) {
        self.cause = cause
        self.status = status
        self.enhanced = enhanced
    }

    /// As `recipient 550 5.1.1`.
    package var description: String {
        [cause.rawValue, status.map { String($0) }, enhanced?.description].compactMap(\.self).joined(
            separator: " ")
    }
}

/// The stable words for what can go wrong on the way out.
package enum DeliveryCause: String, Hashable, Sendable, CaseIterable {
    // Put off.
    /// No connection: name, route, or nobody listening.
    case unreachable
    /// It took longer than the settings allow.
    case timeout
    /// No TLS, or none that proves who answers. Nothing was sent.
    case tls
    /// Our user name, password or signature was not accepted, or one is wanted.
    case credentials
    /// The server will not talk to us, or not take our sender: no fault of the message.
    case service
    /// The other side asks for patience; greylisting too.
    case busy
    /// The connection broke before the message was handed over.
    case interrupted
    /// The message was handed over and no answer came. It may have arrived, and the next try may be a second copy.
    case unknown
    /// Something of our own host: no thread, no folder, no program.
    case local
    // Refused.
    /// The recipient is not one that this transport can reach.
    case channel
    /// The address needs SMTPUTF8, and the server does not offer it.
    case international
    /// The other side does not take mail for the recipient.
    case recipient
    /// The other side does not take this message.
    case content
    /// The webhook leads to an address inside, or to one that no configuration allows.
    case target
    /// The webhook answered with another address, to which nothing is sent.
    case redirect
    /// The webhook is gone, and says so.
    case gone
    /// The webhook does not take the request.
    case rejected
}

extension DeliveryCause {
    /// Whether it is the address that is refused, and another one of the same recipient may do.
    package var isOfAddress: Bool { [.channel, .international, .recipient].contains(self) }
}
