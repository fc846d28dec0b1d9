/// Every bound of outbound delivery, in one place; subject and body of a notice stand in ``Limits``.
///
/// Sizes are in bytes, times in seconds.
public enum DeliveryLimits {
    /// The HTML form of a body.
    public static let htmlBytes = 64 * 1024
    /// Attachments of one message.
    public static let attachments = 8
    /// What they hold together.
    public static let attachmentBytes = 8 * 1024 * 1024
    /// The name of an attachment.
    public static let attachmentNameBytes = 120
    /// The name that stands beside the sender's address.
    public static let senderNameScalars = 78
    /// A URL: of a webhook, or to unsubscribe.
    public static let urlBytes = 900
    /// One user name or password.
    public static let credentialBytes = 1024
    /// A file with the keys of a webhook.
    public static let secretFileBytes = 1024
    /// Keys of one webhook: the newest, and those that it replaces.
    public static let webhookKeys = 4
    /// Certificates of the authorities that are trusted, as PEM.
    public static let trustedBytes = 1024 * 1024
    /// The delivery settings, as JSON.
    public static let settingsBytes = 64 * 1024
    /// Recipients that are no customers.
    public static let recipients = 64
    /// Kinds of notice that one of them gets.
    public static let recipientKinds = 64
    /// The ground on which somebody outside gets any.
    public static let groundBytes = 200
    /// Hosts inside that a webhook may lead to.
    public static let insideHosts = 16
    /// Connectors of one installation.
    public static let connectors = 16
    /// Fields that one connector takes.
    public static let connectorValues = 16
    /// Addresses that one connector may be at.
    public static let connectorAddresses = 16
    /// A template for a connector: its body, or its header.
    public static let templateBytes = 8 * 1024
    /// One request to a connector with the values in it.
    public static let renderedBytes = 96 * 1024
    /// What a connector may answer.
    public static let connectorAnswerBytes = 16 * 1024
    /// Members of a connector's answer that come back.
    public static let answerMembers = 16
    /// One text of a connector's answer that comes back.
    public static let answerTextBytes = 256
    /// The most uses of one connector in an hour that settings may allow.
    public static let connectorUses: Int64 = 10_000
    /// How long one use of a connector may take: less than a client waits.
    public static let connectorSeconds: Int64 = 60
    /// Arguments of a delivery command, besides its own.
    public static let commandArguments = 16

    /// The most messages to one recipient in an hour that settings may allow.
    public static let recipientHour: Int64 = 1000
    /// The same where they say nothing.
    public static let usualRecipientHour: Int64 = 20
    /// The most messages to one domain in a minute that settings may allow.
    public static let domainMinute: Int64 = 10_000
    /// The same where they say nothing.
    public static let usualDomainMinute: Int64 = 60

    /// How long a connection may take to be made where settings say nothing.
    public static let usualConnectSeconds: Int64 = 10
    /// How long one delivery may take where settings say nothing.
    public static let usualDeliverySeconds: Int64 = 60
    /// The longest a connection may take to be made, with its TLS.
    public static let connectSeconds: Int64 = 60
    /// The longest one delivery may take.
    public static let deliverySeconds: Int64 = 600
    /// How long after a message its connection may be used for the next.
    public static let idleConnectionSeconds = 30
    /// How long a connection is used at all.
    public static let connectionSeconds = 300
    /// What of a webhook's answer is read, and thrown away, before the connection is cut.
    public static let answerBytes = 64 * 1024

    /// The first wait after a delivery that was put off.
    public static let firstWaitSeconds: Int64 = 30
    /// The longest wait that doubling leads to.
    public static let longestWaitSeconds: Int64 = 4 * 3600
    /// The longest wait that the other side may ask for.
    public static let askedWaitSeconds: Int64 = 24 * 3600
    /// How long a message is tried before it counts as undeliverable.
    public static let lifeSeconds: Int64 = 7 * 86_400
}
