import CofferModel

extension Connector {
    /// Reads the connectors of the settings, by name.
    static func all(
        _ members: SettingsMembers?, _ timing: DeliveryTiming
    ) throws(DeliverySettingsError) -> [String: Connector] {
        guard var members else { return [:] }
        guard members.names.count <= DeliveryLimits.connectors, members.names.allSatisfy(Name.isValid) else {
            throw members.broken("connector.name")
        }
        var all: [String: Connector] = [:]
        for name in members.names.sorted() {
            if let one = try members.object(name) { all[name] = try Connector(one, timing) }
        }
        return all
    }

    private init(_ members: SettingsMembers, _ timing: DeliveryTiming) throws(DeliverySettingsError) {
        var members = members
        let whole = members
        try members.text("kind") { text throws(BadValue) in
            guard text == "https" else { throw BadValue("connector.kind") }
        }
        url = try members.text("url") { text throws(BadValue) in
            let url = try WebURL(text)
            guard url.isSecure else { throw BadValue("connector.url") }
            return url
        }
        method = try members.optionalText("method", Self.word) ?? .post
        addresses = try members.optional("addresses", Self.addresses) ?? []
        authorities = try members.optionalText("authorities") { text throws(BadValue) in
            try TrustedAuthorities(pem: Array(text.utf8))
        }
        source = try members.optionalText("source", NetworkAddress.init)
        onwards = try members.optionalText("protocol") { $0 } ?? "https"
        object = try members.text("for", Self.word)
        purposes = Set(try members.list("purposes", Self.word))
        values = try Self.values(try members.object("values"), whole)
        let body = try members.required("body") { json throws(BadValue) in
            (json, try ConnectorTemplate(body: json))
        }
        (bodyJSON, self.body) = body
        header = try Self.header(try members.object("header"))
        secretFile = try members.optionalText("secret_file", SecretPath.init)
        answer = try members.optional("answer", Self.answer) ?? []
        usesPerHour = try Self.rate(try members.number("uses_per_hour"), whole)
        self.timing = timing.within(DeliveryLimits.connectorSeconds)
        try members.end()
        guard isWhole else { throw whole.broken("connector.template") }
    }

    /// Every place in a template is one of a declared value, and every declared value has one.
    private var isWhole: Bool {
        let templates = [body] + (header.map { [$0.value] } ?? [])
        let placed = templates.reduce(into: Set<String>()) { $0.formUnion($1.values) }
        return placed == Set(values.keys)
            && (object == .order || !templates.contains(where: \.takesOrder))
            && (secretFile != nil) == templates.contains(where: \.takesSecret)
    }

    private static func word<Word: RawRepresentable<String>>(_ text: String) throws(BadValue) -> Word {
        guard let word = Word(rawValue: text) else { throw BadValue("connector.word") }
        return word
    }

    private static func addresses(_ json: JSON) throws(BadValue) -> Set<NetworkAddress> {
        let texts = try json.texts()
        guard 1...DeliveryLimits.connectorAddresses ~= texts.count else {
            throw BadValue("connector.address")
        }
        var addresses: Set<NetworkAddress> = []
        for text in texts { addresses.insert(try NetworkAddress(text)) }
        return addresses
    }

    private static func values(
        _ members: SettingsMembers?, _ whole: SettingsMembers
    ) throws(DeliverySettingsError) -> [String: FieldPath] {
        guard var members else { throw whole.missing("values") }
        guard 1...DeliveryLimits.connectorValues ~= members.names.count,
            members.names.allSatisfy({ Name.isValid($0) && $0 != "secret" && $0 != "order" })
        else { throw members.broken("connector.values") }
        var values: [String: FieldPath] = [:]
        for name in members.names.sorted() {
            values[name] = try members.text(name) { text throws(BadValue) in
                guard let path = FieldPath(text) else { throw BadValue("connector.values") }
                return path
            }
        }
        return values
    }

    private static func header(_ members: SettingsMembers?) throws(DeliverySettingsError) -> ConnectorHeader?
    {
        guard var members else { return nil }
        let name = try members.text("name") { $0 }
        let value = try members.text("value", ConnectorTemplate.init(header:))
        try members.end()
        return try members.make { () throws(BadValue) in try ConnectorHeader(name: name, value: value) }
    }

    private static func answer(_ json: JSON) throws(BadValue) -> [String] {
        let names = try json.texts()
        guard names.count <= DeliveryLimits.answerMembers, Set(names).count == names.count,
            names.allSatisfy({ 1...64 ~= $0.utf8.count && $0.utf8.allSatisfy { 33...126 ~= $0 } })
        else { throw BadValue("connector.answer") }
        return names
    }

    private static func rate(_ uses: Int64, _ whole: SettingsMembers) throws(DeliverySettingsError) -> Int {
        guard 1...DeliveryLimits.connectorUses ~= uses else { throw whole.broken("connector.rate") }
        return Int(uses)
    }
}
