import CofferModel

extension Connector {
    /// The entry with every member, those that were left out too.
    var json: JSON {
        var members: [String: JSON] = [
            "kind": "https", "url": .string(url.text), "method": .string(method.rawValue),
            "protocol": .string(onwards), "for": .string(object.rawValue),
            "purposes": .array(purposes.sorted().map { .string($0.rawValue) }),
            "values": .object(values.mapValues { .string($0.description) }), "body": bodyJSON,
            "answer": .array(answer.map { .string($0) }), "uses_per_hour": .integer(Int64(usesPerHour)),
        ]
        if !addresses.isEmpty {
            members["addresses"] = .array(addresses.map(\.text).sorted().map { .string($0) })
        }
        members["authorities"] = authorities?.json
        members["source"] = source.map { .string($0.text) }
        members["header"] = header.map {
            ["name": .string($0.name), "value": .string(String(decoding: $0.value.text, as: UTF8.self))]
        }
        members["secret_file"] = secretFile.map { .string($0.text) }
        return .object(members)
    }
}
