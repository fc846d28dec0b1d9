import CofferDelivery
import CofferModel
import CofferTesting

/// Messages and envelopes to try things with.
enum Samples {
    static let noon = Timestamp(milliseconds: 1_795_262_136_789)  // 2026-11-21T11:55:36.789Z

    static func domain(_ text: String) throws -> DomainName { try DomainName(text) }

    static func envelope(to address: String = "ivan.petrov@customer.example") throws -> Envelope {
        Envelope(
            sender: try MailAddress("bounces@company.example"), recipient: .mail(try MailAddress(address)))
    }

    static func message(
        _ subject: String = "Planned work", _ text: String = "On Monday.\n", language: String = "en",
        html: String? = nil, from name: String? = "The Company", attachments: [Attachment] = [],
        unsubscribe: WebURL? = nil, id: UInt8 = 7
    ) throws -> OutboundMessage {
        try OutboundMessage(
            id: MessageID(bits: Array(repeating: id, count: 16), domain: DomainName("company.example")),
            from: Author(name: name, address: MailAddress("notices@company.example")), date: noon,
            content: MessageContent(language: language, subject: subject, text: text, html: html),
            attachments: attachments, unsubscribe: unsubscribe)
    }

    static func timing(connect: Int64 = 5, whole: Int64 = 20) throws -> DeliveryTiming {
        try DeliveryTiming(connect: connect, whole: whole)
    }
}

extension LocalServer {
    /// A transport to this mail server, which trusts it.
    func transport(
        host: String = "localhost", security: SMTPSettings.Security = .startTLS,
        credentials: SMTPCredentials? = nil, isTrusted: Bool = true, whole: Int64 = 20
    ) throws -> SMTPTransport {
        SMTPTransport(
            SMTPSettings(
                server: try Authority("\(host):\(port)"), security: security,
                greeting: try DomainName("company.example"),
                authorities: isTrusted ? try TrustedAuthorities(pem: certificate) : nil,
                timing: try Samples.timing(whole: whole)), credentials: credentials)
    }
}

/// Credentials from texts.
func credentials(_ user: String, _ password: String) throws -> SMTPCredentials {
    let (user, password) = (Array(user.utf8), Array(password.utf8))
    return try unsafe user.withUnsafeBytes { user in
        try unsafe password.withUnsafeBytes { password in
            try unsafe SMTPCredentials(user: user, password: password)
        }
    }
}
