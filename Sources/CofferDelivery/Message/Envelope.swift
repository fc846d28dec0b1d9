package import CofferModel

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

extension Recipient {
    /// Takes a value as the vault keeps it: the canonical bytes of an e-mail address or a telephone number.
    ///
    /// - Parameters:
    ///   - type: of the field.
    ///   - canonical: the value in the form of CofferForms: an address with its domain in lower-case A-labels, or
    ///     the digits of a number without `+`.
    /// - Throws: `delivery.channel` for another type, `delivery.address`, `delivery.domain` or `delivery.phone` for
    ///   a value that no transport may get.
    package init(_ type: FieldType, canonical: [UInt8]) throws(BadValue) {
        switch type {
        case .email:
            guard let text = String(validating: canonical, as: UTF8.self) else {
                throw BadValue("delivery.address")
            }
            self = .mail(try MailAddress(text))
        case .phone:
            guard let digits = String(validating: canonical, as: UTF8.self) else {
                throw BadValue("delivery.phone")
            }
            self = .phone(try PhoneNumber("+" + digits))
        default: throw BadValue("delivery.channel")
        }
    }
}
