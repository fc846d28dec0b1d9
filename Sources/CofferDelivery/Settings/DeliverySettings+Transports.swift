package import CofferModel

extension DeliverySettings {
    /// The file with the mail server's password; nil where none is needed.
    package var passwordFile: SecretPath? {
        guard case .smtp(_, let login?) = mail else { return nil }
        return login.passwordFile
    }

    /// The way out for mail; nothing is connected or opened yet.
    ///
    /// - Parameter password: what ``passwordFile`` holds; nil where there is none. The caller wipes its own.
    /// - Returns: the transport.
    /// - Throws: `delivery.credentials` for a password that is missing, empty, too long or has controls.
    package func mailTransport(
        password: UnsafeRawBufferPointer?
    ) throws(BadValue) -> any DeliveryTransport {
        switch mail {
        case .smtp(let settings, nil): return SMTPTransport(settings, credentials: nil)
        case .smtp(let settings, let login?):
            guard let password = unsafe password else { throw BadValue("delivery.credentials") }
            return SMTPTransport(settings, credentials: unsafe try login.credentials(password))
        case .command(let settings): return CommandTransport(settings)
        case .spool(let settings): return SpoolTransport(settings)
        }
    }

    /// The way out for telephones.
    ///
    /// - Parameter signer: signs with the keys of ``Phone/secretFile``.
    /// - Returns: the transport; nil where there is none.
    package func phoneTransport(signer: @escaping WebhookTransport.Signer) -> (any DeliveryTransport)? {
        phone.map { WebhookTransport($0.webhook, signer: signer) }
    }
}

extension MailLogin {
    fileprivate func credentials(_ password: UnsafeRawBufferPointer) throws(BadValue) -> SMTPCredentials {
        let made = unsafe Array(user.utf8).withUnsafeBytes { user in
            Result { () throws(BadValue) in
                unsafe try SMTPCredentials(user: user, password: password)
            }
        }
        return try made.get()
    }
}
