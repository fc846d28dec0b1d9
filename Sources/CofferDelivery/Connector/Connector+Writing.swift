import CofferModel

extension Connector {
    /// The entry with every member, those that were left out too.
    var json: JSON {
        var members = way.members
        members["protocol"] = .string(onwards)
        members["for"] = .string(object.rawValue)
        members["purposes"] = .array(purposes.sorted().map { .string($0.rawValue) })
        members["values"] = .object(values.mapValues { .string($0.description) })
        members["answer"] = .array(answer.map { .string($0) })
        members["uses_per_hour"] = .integer(Int64(usesPerHour))
        members["source"] = source.map { .string($0.text) }
        if !networks.isEmpty { members["networks"] = .array(networks.map { .string($0) }) }
        members["secret_file"] = secretFile.map { .string($0.text) }
        return .object(members)
    }
}

extension Connector.Way {
    fileprivate var members: [String: JSON] {
        switch self {
        case .https(let site): site.members
        case .program(let program):
            [
                "kind": "program", "program": .string(program.path),
                "arguments": .array(program.arguments.map { .string($0) }),
            ]
        }
    }
}

extension ConnectorSite {
    fileprivate var members: [String: JSON] {
        var members: [String: JSON] = [
            "kind": "https", "url": .string(url.text), "method": .string(method.rawValue), "body": bodyJSON,
        ]
        if !addresses.isEmpty {
            members["addresses"] = .array(addresses.map(\.text).sorted().map { .string($0) })
        }
        members["authorities"] = authorities?.json
        members["header"] = header.map {
            ["name": .string($0.name), "value": .string(String(decoding: $0.value.text, as: UTF8.self))]
        }
        return members
    }
}
