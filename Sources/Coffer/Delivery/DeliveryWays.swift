import CofferCrypto
import CofferDelivery
import CofferFields
public import CofferModel
import Synchronization

/// The ways out in force, with their secrets: made once, and again when the settings change.
struct DeliveryWays: Sendable {
    /// What they were made from.
    let settings: DeliverySettings
    /// For mail.
    let mail: any DeliveryTransport
    /// For telephones; nil where there is none.
    let phone: (any DeliveryTransport)?

    /// Reads the files with secrets.
    ///
    /// - Throws: `unavailable` with the member whose file is missing, reachable by others, or holds no such secret.
    init(_ settings: DeliverySettings) throws(VaultError) {
        self.settings = settings
        mail = try Self.mail(settings)
        phone = try Self.phone(settings)
    }

    private static func mail(_ settings: DeliverySettings) throws(VaultError) -> any DeliveryTransport {
        let member = "mail.smtp.password_file"
        guard let path = settings.passwordFile else {
            return try unusable(member) { () throws(BadValue) in
                try unsafe settings.mailTransport(password: nil)
            }
        }
        let made = unsafe try lend(path, upTo: DeliveryLimits.credentialBytes + 2, member) { password in
            Result { () throws(BadValue) in unsafe try settings.mailTransport(password: password) }
        }
        return try unusable(member) { () throws(BadValue) in try made.get() }
    }

    private static func phone(_ settings: DeliverySettings) throws(VaultError) -> (any DeliveryTransport)? {
        guard let path = settings.phone?.secretFile else { return nil }
        let member = "phone.webhook.secret_file"
        let made = unsafe try lend(path, upTo: DeliveryLimits.secretFileBytes, member) { text in
            Result { () throws(BadValue) in unsafe try WebhookKeys(reading: text) }
        }
        let keys = try unusable(member) { () throws(BadValue) in try made.get() }
        return settings.phoneTransport { content in keys.codes(of: content) }
    }

    private static func lend<Value>(
        _ path: SecretPath, upTo limit: Int, _ member: String, _ body: (UnsafeRawBufferPointer) -> Value
    ) throws(VaultError) -> Value {
        do throws(CustodyError) { return unsafe try PrivateFile.lend(path.text, limit: limit, body) } catch {
            throw VaultError(.unavailable, rule: error.secretRule, naming: member)
        }
    }

    private static func unusable<Value>(
        _ member: String, _ make: () throws(BadValue) -> Value
    ) throws(VaultError) -> Value {
        do throws(BadValue) { return try make() } catch {
            throw VaultError(.unavailable, rule: error.rule, naming: member)
        }
    }
}

extension Vault {
    /// The ways out in force; nil while the installation has set none.
    ///
    /// The same as last time while the settings are: a connection that is kept serves the next message.
    ///
    /// - Throws: `unavailable` for settings that this release does not read, or a file with a secret.
    func deliveryWays() throws(VaultError) -> DeliveryWays? {
        guard let settings = try settingsInForce() else { return nil }
        if let ways = ways.withLock({ $0 }), ways.settings == settings { return ways }
        let made = try DeliveryWays(settings)
        ways.withLock { $0 = made }
        return made
    }

    /// The settings in force; nil while the installation has set none.
    ///
    /// - Throws: `unavailable` for settings that this release does not read.
    func settingsInForce() throws(VaultError) -> DeliverySettings? {
        guard let document = keyring.file.configuration.delivery else { return nil }
        do throws(DeliverySettingsError) { return try DeliverySettings(json: document) } catch {
            throw VaultError(.unavailable, rule: error.rule, naming: error.member)
        }
    }

    /// Tries whether mail could leave: connects, lets the other side prove its name, logs in, and leaves without a
    /// message.
    ///
    /// - Parameter session: an administrator's.
    /// - Returns: for each way why it is not open, if so.
    /// - Throws: `not_found` while there are no settings, `unavailable` for a file with a secret, the denial's code, or a
    ///   failure.
    public func checkDelivery(as session: Session) async throws(VaultError) -> DeliveryCheck {
        try await permit(.delivery, session)
        _ = try await record([entry(session, RequestID.random(from: random), .delivery)])
        // Secrets are read anew: somebody who checks has often just changed one.
        ways.withLock { $0 = nil }
        guard let ways = try deliveryWays() else {
            throw VaultError(.notFound, "there are no delivery settings yet: coffer delivery set")
        }
        async let mail = ways.mail.check()?.description
        async let phone = ways.phone?.check()?.description
        return DeliveryCheck(
            mail: .init(kind: ways.settings.mail.kind, reason: await mail),
            phone: ways.phone == nil ? nil : .init(kind: "webhook", reason: await phone))
    }
}

extension CustodyError {
    /// What is wrong with a file that holds a secret.
    var secretRule: Rule {
        switch self {
        case .missing: "delivery.secret_missing"
        case .exposed: "delivery.secret_exposed"
        default: "delivery.secret_unreadable"
        }
    }
}
