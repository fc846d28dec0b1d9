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
        way = try Way(&members)
        source = try members.optionalText("source", NetworkAddress.init)
        switch way {
        case .https: onwards = try members.optionalText("protocol") { $0 } ?? "https"
        case .program: onwards = try members.text("protocol") { $0 }
        }
        object = try members.text("for", Object.init(word:))
        networks = try members.optional("networks", Self.networks) ?? []
        purposes = Set(try members.list("purposes", Purpose.init(word:)))
        values = try Self.values(try members.object("values"), whole)
        secretFile = try members.optionalText("secret_file", SecretPath.init)
        answer = try members.optional("answer", Self.answer) ?? []
        usesPerHour = try Self.rate(try members.number("uses_per_hour"), whole)
        self.timing = timing.within(DeliveryLimits.connectorSeconds)
        try members.end()
        try checkWhole(whole)
    }

    private func checkWhole(_ members: SettingsMembers) throws(DeliverySettingsError) {
        switch way {
        case .https(let site):
            guard isWhole(site) else { throw members.broken("connector.template") }
        case .program:
            // It reaches where it likes: what it may be sent to has to be said.
            guard object == .order || !networks.isEmpty else { throw members.missing("networks") }
        }
    }

    /// Every place in a template is one of a declared value, and every declared value has one.
    private func isWhole(_ site: ConnectorSite) -> Bool {
        let templates = [site.body] + (site.header.map { [$0.value] } ?? [])
        let placed = templates.reduce(into: Set<String>()) { $0.formUnion($1.values) }
        return placed == Set(values.keys)
            && (object == .order || !templates.contains(where: \.takesOrder))
            && (secretFile != nil) == templates.contains(where: \.takesSecret)
    }

    /// What is in them, the charter's side checks.
    private static func networks(_ json: JSON) throws(BadValue) -> [String] {
        let texts = try json.texts()
        guard 1...DeliveryLimits.connectorAddresses ~= texts.count, Set(texts).count == texts.count else {
            throw BadValue("connector.network")
        }
        return texts
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
