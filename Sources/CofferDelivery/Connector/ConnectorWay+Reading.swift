import CofferModel

extension Connector.Way {
    /// Reads the members that say how values reach a connector.
    init(_ members: inout SettingsMembers) throws(DeliverySettingsError) {
        let isProgram = try members.text("kind") { text throws(BadValue) in
            guard text == "https" || text == "program" else { throw BadValue("connector.kind") }
            return text == "program"
        }
        self = isProgram ? .program(try ConnectorProgram(&members)) : .https(try ConnectorSite(&members))
    }
}

extension ConnectorProgram {
    fileprivate init(_ members: inout SettingsMembers) throws(DeliverySettingsError) {
        let path = try members.text("program") { $0 }
        let arguments = try members.optional("arguments") { json throws(BadValue) in try json.texts() }
        self = try members.make { () throws(BadValue) in
            try ConnectorProgram(path: path, arguments: arguments ?? [])
        }
    }
}

extension ConnectorSite {
    fileprivate init(_ members: inout SettingsMembers) throws(DeliverySettingsError) {
        url = try members.text("url") { text throws(BadValue) in
            let url = try WebURL(text)
            guard url.isSecure else { throw BadValue("connector.url") }
            return url
        }
        method = try members.optionalText("method", Method.init(word:)) ?? .post
        addresses = try members.optional("addresses", Self.addresses) ?? []
        authorities = try members.optionalText("authorities") { text throws(BadValue) in
            try TrustedAuthorities(pem: Array(text.utf8))
        }
        let body = try members.required("body") { json throws(BadValue) in
            (json, try ConnectorTemplate(body: json))
        }
        (bodyJSON, self.body) = body
        header = try Self.header(try members.object("header"))
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

    private static func header(_ members: SettingsMembers?) throws(DeliverySettingsError) -> ConnectorHeader?
    {
        guard var members else { return nil }
        let name = try members.text("name") { $0 }
        let value = try members.text("value", ConnectorTemplate.init(header:))
        try members.end()
        return try members.make { () throws(BadValue) in try ConnectorHeader(name: name, value: value) }
    }
}

extension RawRepresentable<String> {
    /// A word of a closed list.
    init(word: String) throws(BadValue) {
        guard let value = Self(rawValue: word) else { throw BadValue("connector.word") }
        self = value
    }
}
