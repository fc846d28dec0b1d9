import CofferModel

/// The members of one object of the settings while they are read: each is taken once, and what is left is refused.
struct SettingsMembers {
    private var left: [String: JSON]
    private let place: String

    init(_ json: JSON, at place: String = "") throws(DeliverySettingsError) {
        guard let left = json.object else { throw .init(rule: "delivery.type", member: place) }
        self.left = left
        self.place = place
    }

    /// An object that was left out, where all of its members may be.
    init(emptyAt place: String) {
        left = [:]
        self.place = place
    }

    /// The names that are left.
    var names: [String] { Array(left.keys) }

    /// Whether there is exactly one member, which says what the object is.
    var isSingle: Bool { left.count == 1 }

    /// Names a rule that this object breaks as a whole.
    func broken(_ rule: Rule) -> DeliverySettingsError { .init(rule: rule, member: place) }

    mutating func optional<Value>(
        _ name: String, _ make: (JSON) throws(BadValue) -> Value
    ) throws(DeliverySettingsError) -> Value? {
        guard let json = left.removeValue(forKey: name) else { return nil }
        do { return try make(json) } catch { throw .init(rule: error.rule, member: path(name)) }
    }

    mutating func optionalText<Value>(
        _ name: String, _ make: (String) throws(BadValue) -> Value
    ) throws(DeliverySettingsError) -> Value? {
        try optional(name) { json throws(BadValue) in try make(json.text()) }
    }

    mutating func required<Value>(
        _ name: String, _ make: (JSON) throws(BadValue) -> Value
    ) throws(DeliverySettingsError) -> Value {
        guard let value = try optional(name, make) else { throw missing(name) }
        return value
    }

    /// A list of at least one text.
    mutating func list<Value>(
        _ name: String, _ make: (String) throws(BadValue) -> Value
    ) throws(DeliverySettingsError) -> [Value] {
        try required(name) { json throws(BadValue) in
            var values: [Value] = []
            for text in try json.texts() { values.append(try make(text)) }
            guard !values.isEmpty else { throw BadValue("delivery.type") }
            return values
        }
    }

    mutating func text<Value>(
        _ name: String, _ make: (String) throws(BadValue) -> Value
    ) throws(DeliverySettingsError) -> Value {
        guard let value = try optionalText(name, make) else { throw missing(name) }
        return value
    }

    mutating func optionalNumber(_ name: String) throws(DeliverySettingsError) -> Int64? {
        try optional(name) { json throws(BadValue) in
            guard let number = json.integer else { throw BadValue("delivery.type") }
            return number
        }
    }

    mutating func number(_ name: String) throws(DeliverySettingsError) -> Int64 {
        guard let number = try optionalNumber(name) else { throw missing(name) }
        return number
    }

    mutating func object(_ name: String) throws(DeliverySettingsError) -> SettingsMembers? {
        guard let json = left.removeValue(forKey: name) else { return nil }
        return try SettingsMembers(json, at: path(name))
    }

    /// Makes one value of several members.
    func make<Value>(_ make: () throws(BadValue) -> Value) throws(DeliverySettingsError) -> Value {
        do { return try make() } catch { throw broken(error.rule) }
    }

    /// Refuses what was not taken; the name of such a member is somebody's text, so it is not said.
    func end() throws(DeliverySettingsError) {
        guard left.isEmpty else { throw broken("delivery.unknown_member") }
    }

    func missing(_ name: String) -> DeliverySettingsError {
        .init(rule: "delivery.missing", member: path(name))
    }

    private func path(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }
}

extension JSON {
    func text() throws(BadValue) -> String {
        guard let string else { throw BadValue("delivery.type") }
        return string
    }

    func texts() throws(BadValue) -> [String] {
        guard let array else { throw BadValue("delivery.type") }
        var texts: [String] = []
        for element in array { texts.append(try element.text()) }
        return texts
    }
}
