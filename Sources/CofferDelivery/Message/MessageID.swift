package import CofferModel

/// The name of one message: 128 random bits and a domain of the company.
///
/// It says nothing of the host, the time or the customer. The same message has the same name at every try, so
/// that who gets it twice can tell.
package struct MessageID: Hashable, Sendable, CustomStringConvertible {
    /// The random part, 32 hexadecimal digits; also the name of spooled files.
    package let token: String
    /// The domain after it.
    package let domain: DomainName

    /// Names a message.
    ///
    /// - Parameters:
    ///   - bits: 16 bytes that nobody can predict, kept with the message.
    ///   - domain: the company's, as in the sender's address; not a host's name.
    /// - Throws: `delivery.message_id` for another number of bytes.
    package init(bits: [UInt8], domain: DomainName) throws(BadValue) {
        guard bits.count == 16 else { throw BadValue("delivery.message_id") }
        token = Hex.encode(bits)
        self.domain = domain
    }

    /// As mail writes it, without the angle brackets (RFC 5322 §3.6.4).
    package var description: String { "\(token)@\(domain)" }
}
