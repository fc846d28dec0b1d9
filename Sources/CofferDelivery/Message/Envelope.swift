/// To whom a message goes; kept apart from the message, and does not print.
package struct Envelope: Hashable, Sendable, Withheld {
    /// The company's address that failures are reported to (RFC 5321 §4.4).
    package let sender: MailAddress
    /// Who gets it.
    package let recipient: Recipient

    /// Names both ends.
    package init(sender: MailAddress, recipient: Recipient) {
        self.sender = sender
        self.recipient = recipient
    }
}

/// Who gets a message.
package enum Recipient: Hashable, Sendable, Withheld {
    /// A mailbox.
    case mail(MailAddress)
    /// A telephone; only a webhook can take it further.
    case phone(PhoneNumber)
    /// Whoever answers at the transport's own address, as a partner's webhook.
    case endpoint
}
