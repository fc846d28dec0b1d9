import CofferModel

/// The members of one JSON object, read strictly: a member that nobody asks for is refused.
struct Members {
    private let object: [String: JSON]

    init(_ json: JSON, _ names: Set<String>) throws(BadValue) {
        guard let object = json.object else { throw BadValue("facts.object") }
        guard names.isSuperset(of: object.keys) else { throw BadValue("facts.member") }
        self.object = object
    }

    func has(_ name: String) -> Bool { object[name] != nil }

    func text(_ name: String) throws(BadValue) -> String {
        guard let text = object[name]?.string else { throw BadValue("facts.text") }
        return text
    }

    /// Text of 1...40 lower-case letters, digits and underscores.
    func name(_ name: String) throws(BadValue) -> String {
        let text = try text(name)
        guard Name.isValid(text) else { throw BadValue("facts.name") }
        return text
    }

    func flag(_ name: String) throws(BadValue) -> Bool {
        guard let flag = object[name]?.bool else { throw BadValue("facts.flag") }
        return flag
    }

    func number(_ name: String, from least: Int64) throws(BadValue) -> Int64 {
        guard let number = object[name]?.integer, number >= least else { throw BadValue("facts.number") }
        return number
    }

    func value<Value: LosslessStringConvertible>(_ name: String, _ type: Value.Type = Value.self)
        throws(BadValue) -> Value
    {
        guard let value = Value(try text(name)) else { throw BadValue("facts.value") }
        return value
    }

    func word<Word: RawRepresentable<String>>(_ name: String, _ type: Word.Type = Word.self)
        throws(BadValue) -> Word
    {
        guard let word = Word(rawValue: try text(name)) else { throw BadValue("facts.word") }
        return word
    }

    /// A member that may be absent; null is refused.
    func optional<Value>(
        _ name: String, _ read: (String) throws(BadValue) -> Value
    ) throws(BadValue) -> Value? {
        has(name) ? try read(name) : nil
    }

    func list<Element>(
        _ name: String, _ read: (JSON) throws(BadValue) -> Element
    ) throws(BadValue) -> [Element] {
        guard let list = object[name]?.array, list.count <= Limits.recordsPerSubject else {
            throw BadValue("facts.list")
        }
        var elements: [Element] = []
        elements.reserveCapacity(list.count)
        for element in list { elements.append(try read(element)) }
        return elements
    }

    /// A list in strictly rising order, so that a set has one written form.
    func sorted<Element: Comparable>(
        _ name: String, _ read: (JSON) throws(BadValue) -> Element
    ) throws(BadValue) -> [Element] {
        let elements = try list(name, read)
        guard zip(elements, elements.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw BadValue("facts.order")
        }
        return elements
    }
}

extension JSON {
    /// An object without the members that have no value.
    static func members(_ members: [String: JSON?]) -> JSON { .object(members.compactMapValues { $0 }) }

    init(_ value: some LosslessStringConvertible) { self = .string(value.description) }
}
