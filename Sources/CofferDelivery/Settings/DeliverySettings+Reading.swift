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
        sender = try members.required("sender") { json throws(BadValue) in try MailAddress(json.text()) }
        messageDomain = try members.required("message_domain") { json throws(BadValue) in
            try DomainName(json.text())
        }
        mail = try Self.mail(try members.object("mail"), timing)
        phone = try Self.phone(try members.object("phone"), timing)
        try members.end()
    }

    private static func timing(_ members: SettingsMembers?) throws(DeliverySettingsError) -> DeliveryTiming {
        var members = members ?? SettingsMembers(emptyAt: "times")
        let connect = try members.optional("connect") { json throws(BadValue) in try json.number() }
        let whole = try members.optional("whole") { json throws(BadValue) in try json.number() }
        try members.end()
        return try members.make { () throws(BadValue) in
            try DeliveryTiming(
                connect: connect ?? DeliveryLimits.usualConnectSeconds,
                whole: whole ?? DeliveryLimits.usualDeliverySeconds)
        }
    }

    private static func rates(_ members: SettingsMembers?) throws(DeliverySettingsError) -> DeliveryRates {
        var members = members ?? SettingsMembers(emptyAt: "rates")
        let hour = try members.optional("per_recipient_hour") { json throws(BadValue) in try json.number() }
        let minute = try members.optional("per_domain_minute") { json throws(BadValue) in try json.number() }
        try members.end()
        return try members.make { () throws(BadValue) in
            try DeliveryRates(
                perRecipientHour: hour ?? DeliveryLimits.usualRecipientHour,
                perDomainMinute: minute ?? DeliveryLimits.usualDomainMinute)
        }
    }

    private static func author(_ members: SettingsMembers?) throws(DeliverySettingsError) -> Author {
        guard var members else { throw .init(rule: "delivery.missing", member: "from") }
        let name = try members.optional("name") { json throws(BadValue) in try json.text() }
        let address = try members.required("address") { json throws(BadValue) in try MailAddress(json.text())
        }
        try members.end()
        return try members.make { () throws(BadValue) in try Author(name: name, address: address) }
    }

    private static func mail(
        _ members: SettingsMembers?, _ timing: DeliveryTiming
    ) throws(DeliverySettingsError) -> Mail {
        guard var members else { throw .init(rule: "delivery.missing", member: "mail") }
        guard let way = members.only else { throw members.broken("delivery.one_way") }
        switch way {
        case "smtp":
            guard let smtp = try members.object("smtp") else { break }
            return try Self.smtp(smtp, timing)
        case "command":
            guard let command = try members.object("command") else { break }
            return .command(try Self.command(command, timing))
        case "spool":
            guard let spool = try members.object("spool") else { break }
            return .spool(try Self.spool(spool))
        default: break
        }
        throw members.broken("delivery.one_way")
    }

    private static func smtp(
        _ members: SettingsMembers, _ timing: DeliveryTiming
    ) throws(DeliverySettingsError) -> Mail {
        var members = members
        let host = try members.required("server") { json throws(BadValue) in try json.text() }
        let port = try members.required("port") { json throws(BadValue) in try json.number() }
        let security = try members.required("tls") { json throws(BadValue) in
            guard let security = SMTPSettings.Security(rawValue: try json.text()) else {
                throw BadValue("delivery.tls")
            }
            return security
        }
        let greeting = try members.required("greeting") { json throws(BadValue) in
            try DomainName(json.text())
        }
        let user = try members.optional("user") { json throws(BadValue) in try json.text() }
        let file = try members.optional("password_file") { json throws(BadValue) in
            try SecretPath(json.text())
        }
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
        let path = try members.required("path") { json throws(BadValue) in try json.text() }
        let arguments = try members.optional("arguments") { json throws(BadValue) in try json.texts() }
        try members.end()
        return try members.make { () throws(BadValue) in
            try CommandSettings(program: path, arguments: arguments ?? [], timing: timing)
        }
    }

    private static func spool(_ members: SettingsMembers) throws(DeliverySettingsError) -> SpoolSettings {
        var members = members
        let bodies = try members.required("bodies") { json throws(BadValue) in try json.text() }
        let envelopes = try members.required("envelopes") { json throws(BadValue) in try json.text() }
        try members.end()
        return try members.make { () throws(BadValue) in
            try SpoolSettings(bodies: bodies, envelopes: envelopes)
        }
    }

    private static func phone(
        _ members: SettingsMembers?, _ timing: DeliveryTiming
    ) throws(DeliverySettingsError) -> Phone? {
        guard var members else { return nil }
        guard members.only == "webhook", var hook = try members.object("webhook") else {
            throw members.broken("delivery.one_way")
        }
        let url = try hook.required("url") { json throws(BadValue) in try WebURL(json.text()) }
        let file = try hook.required("secret_file") { json throws(BadValue) in try SecretPath(json.text()) }
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
        try members.optional("authorities") { json throws(BadValue) in
            try TrustedAuthorities(pem: Array(json.text().utf8))
        }
    }
}
