package import CofferModel

/// Which ways out an installation has; a document of its own in the vault's configuration (docs/operating/delivery.md).
///
/// It holds no secret, only the paths of files with secrets. It does not print: addresses and user names are nobody's
/// business in a log.
package struct DeliverySettings: Hashable, Sendable, Withheld {
    /// How mail leaves.
    package enum Mail: Hashable, Sendable, Withheld {
        /// By the company's mail server; with a login where it wants one.
        case smtp(SMTPSettings, MailLogin?)
        /// By a program of this host.
        case command(CommandSettings)
        /// Into two folders.
        case spool(SpoolSettings)

        /// The word for it, as the document has it.
        package var kind: String {
            switch self {
            case .smtp: "smtp"
            case .command: "command"
            case .spool: "spool"
            }
        }
    }

    /// How messages to telephones leave.
    package struct Phone: Hashable, Sendable, Withheld {
        /// The gateway.
        package let webhook: WebhookSettings
        /// The file with the keys that requests are signed with.
        package let secretFile: SecretPath
    }

    /// Who messages are from, as readers see it.
    package let from: Author
    /// The company's address that failures come back to.
    package let sender: MailAddress
    /// The domain in the names of messages.
    package let messageDomain: DomainName
    /// How mail leaves.
    package let mail: Mail
    /// How messages to telephones leave; nil where none do.
    package let phone: Phone?
    /// Who gets notices without being a customer, by name.
    package let recipients: [String: NamedRecipient]
    /// Who is handed values that nobody is shown, by name.
    package let connectors: [String: Connector]
    /// How many may leave.
    package let rates: DeliveryRates
    /// How long one try may take.
    package let timing: DeliveryTiming
}

/// With which name, and the password in which file, a mail server is logged in to.
package struct MailLogin: Hashable, Sendable, Withheld {
    /// The user name.
    package let user: String
    /// The file with the password.
    package let passwordFile: SecretPath

    /// Takes both.
    ///
    /// - Parameters:
    ///   - user: 1...``DeliveryLimits/credentialBytes`` bytes without controls.
    ///   - passwordFile: an absolute path.
    /// - Throws: `delivery.credentials` for another name.
    package init(user: String, passwordFile: SecretPath) throws(BadValue) {
        guard 1...DeliveryLimits.credentialBytes ~= user.utf8.count,
            user.utf8.allSatisfy({ $0 >= 32 && $0 != 127 })
        else { throw BadValue("delivery.credentials") }
        self.user = user
        self.passwordFile = passwordFile
    }
}

/// Where a file with a secret is; the secret itself stands in no document, argument or environment.
package struct SecretPath: Hashable, Sendable {
    /// An absolute path.
    package let text: String

    /// Takes a path.
    ///
    /// - Throws: `delivery.path` for a relative one, one of more than 4,096 bytes, or one with controls or `..`.
    package init(_ text: String) throws(BadValue) {
        guard text.hasPrefix("/"), text.utf8.count <= 4096, text.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }),
            !text.split(separator: "/").contains("..")
        else { throw BadValue("delivery.path") }
        self.text = text
    }
}
