package import CofferModel

extension DeliverySettings {
    /// Reads the document.
    ///
    /// - Parameter bytes: JSON of at most ``DeliveryLimits/settingsBytes``.
    /// - Throws: the rule that it breaks and where.
    package init(reading bytes: [UInt8]) throws(DeliverySettingsError) {
        let json: JSON
        do { json = try JSON(reading: bytes, limit: DeliveryLimits.settingsBytes) } catch {
            throw .init(rule: error.fault == .tooLarge ? "delivery.size" : "delivery.json", member: "")
        }
        try self.init(json: json)
    }

    /// Reads the document; members that are not known are refused.
    ///
    /// - Throws: the rule that it breaks and where.
    package init(json: JSON) throws(DeliverySettingsError) {
        var members = try SettingsMembers(json)
        timing = try Self.timing(try members.object("times"))
        rates = try Self.rates(try members.object("rates"))
        from = try Self.author(try members.object("from"))
        sender = try members.text("sender", MailAddress.init)
        messageDomain = try members.text("message_domain", DomainName.init)
        mail = try Self.mail(try members.object("mail"), timing)
        phone = try Self.phone(try members.object("phone"), timing)
        recipients = try NamedRecipient.all(try members.object("recipients"))
        connectors = try Connector.all(try members.object("connectors"), timing)
        try members.end()
    }

    private static func timing(_ members: SettingsMembers?) throws(DeliverySettingsError) -> DeliveryTiming {
        var members = members ?? SettingsMembers(emptyAt: "times")
        let connect = try members.optionalNumber("connect")
        let whole = try members.optionalNumber("whole")
        try members.end()
        return try members.make { () throws(BadValue) in
            try DeliveryTiming(
                connect: connect ?? DeliveryLimits.usualConnectSeconds,
                whole: whole ?? DeliveryLimits.usualDeliverySeconds)
        }
    }

    private static func rates(_ members: SettingsMembers?) throws(DeliverySettingsError) -> DeliveryRates {
        var members = members ?? SettingsMembers(emptyAt: "rates")
        let hour = try members.optionalNumber("per_recipient_hour")
        let minute = try members.optionalNumber("per_domain_minute")
        try members.end()
        return try members.make { () throws(BadValue) in
            try DeliveryRates(
                perRecipientHour: hour ?? DeliveryLimits.usualRecipientHour,
                perDomainMinute: minute ?? DeliveryLimits.usualDomainMinute)
        }
    }

    private static func author(_ members: SettingsMembers?) throws(DeliverySettingsError) -> Author {
        guard var members else { throw .init(rule: "delivery.missing", member: "from") }
        let name = try members.optionalText("name") { $0 }
        let address = try members.text("address", MailAddress.init)
        try members.end()
        return try members.make { () throws(BadValue) in try Author(name: name, address: address) }
    }

    private static func mail(
        _ members: SettingsMembers?, _ timing: DeliveryTiming
    ) throws(DeliverySettingsError) -> Mail {
        guard var members else { throw .init(rule: "delivery.missing", member: "mail") }
        guard members.isSingle else { throw members.broken("delivery.one_way") }
        if let smtp = try members.object("smtp") { return try Self.smtp(smtp, timing) }
        if let command = try members.object("command") { return .command(try Self.command(command, timing)) }
        if let spool = try members.object("spool") { return .spool(try Self.spool(spool)) }
        throw members.broken("delivery.one_way")
    }

    private static func smtp(
        _ members: SettingsMembers, _ timing: DeliveryTiming
    ) throws(DeliverySettingsError) -> Mail {
        var members = members
        let host = try members.text("server") { $0 }
        let port = try members.number("port")
        let security = try members.text("tls") { text throws(BadValue) in
            guard let security = SMTPSettings.Security(rawValue: text) else { throw BadValue("delivery.tls") }
            return security
        }
        let greeting = try members.text("greeting", DomainName.init)
        let user = try members.optionalText("user") { $0 }
        let file = try members.optionalText("password_file", SecretPath.init)
        let authorities = try Self.authorities(&members)
        try members.end()
        let server = try members.make { () throws(BadValue) in try Authority("\(host):\(port)") }
        let settings = SMTPSettings(
            server: server, security: security, greeting: greeting, authorities: authorities, timing: timing)
        return try members.make { () throws(BadValue) in
            switch (user, file) {
            case (nil, nil): .smtp(settings, nil)
            case (let user?, let file?): .smtp(settings, try MailLogin(user: user, passwordFile: file))
            default: throw BadValue("delivery.credentials")
            }
        }
    }

    private static func command(
        _ members: SettingsMembers, _ timing: DeliveryTiming
    ) throws(DeliverySettingsError) -> CommandSettings {
        var members = members
        let path = try members.text("path") { $0 }
        let arguments = try members.optional("arguments") { json throws(BadValue) in try json.texts() }
        try members.end()
        return try members.make { () throws(BadValue) in
            try CommandSettings(program: path, arguments: arguments ?? [], timing: timing)
        }
    }

    private static func spool(_ members: SettingsMembers) throws(DeliverySettingsError) -> SpoolSettings {
        var members = members
        let bodies = try members.text("bodies") { $0 }
        let envelopes = try members.text("envelopes") { $0 }
        try members.end()
        return try members.make { () throws(BadValue) in
            try SpoolSettings(bodies: bodies, envelopes: envelopes)
        }
    }

    private static func phone(
        _ members: SettingsMembers?, _ timing: DeliveryTiming
    ) throws(DeliverySettingsError) -> Phone? {
        guard var members else { return nil }
        guard members.isSingle, var hook = try members.object("webhook") else {
            throw members.broken("delivery.one_way")
        }
        let url = try hook.text("url", WebURL.init)
        let file = try hook.text("secret_file", SecretPath.init)
        let inside = try hook.optional("allow") { json throws(BadValue) in try Self.inside(json) }
        let authorities = try Self.authorities(&hook)
        try hook.end()
        let webhook = try hook.make { () throws(BadValue) in
            try WebhookSettings(url: url, inside: inside ?? [], authorities: authorities, timing: timing)
        }
        return Phone(webhook: webhook, secretFile: file)
    }

    private static func inside(_ json: JSON) throws(BadValue) -> Set<Authority> {
        let texts = try json.texts()
        guard texts.count <= DeliveryLimits.insideHosts else { throw BadValue("delivery.allow") }
        var inside: Set<Authority> = []
        for text in texts { inside.insert(try Authority(text)) }
        return inside
    }

    private static func authorities(
        _ members: inout SettingsMembers
    ) throws(DeliverySettingsError) -> TrustedAuthorities? {
        try members.optionalText("authorities") { text throws(BadValue) in
            try TrustedAuthorities(pem: Array(text.utf8))
        }
    }
}
