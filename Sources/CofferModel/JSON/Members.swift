/// The members of a JSON object while they are read: each is taken once, and what is left over is refused.
public struct Members {
    /// A document that does not have the shape it should; carries the member's name as the reader knows it.
    public struct Unexpected: Error, Hashable, Sendable {
        /// The member that is missing, of the wrong type or not known (then empty).
        public let member: String

        /// Names the member.
        public init(member: String) { self.member = member }
    }

    private var left: [String: JSON]

    /// Takes an object's members.
    ///
    /// - Throws: when the value is no object.
    public init(_ json: JSON) throws(Unexpected) {
        guard let object = json.object else { throw Unexpected(member: "") }
        left = object
    }

    /// Takes a member that may be missing.
    public mutating func optional(_ name: String) -> JSON? { left.removeValue(forKey: name) }

    /// Takes a member that must be there.
    ///
    /// - Throws: when it is missing.
    public mutating func required(_ name: String) throws(Unexpected) -> JSON {
        guard let value = optional(name) else { throw Unexpected(member: name) }
        return value
    }

    /// Takes a member and makes a value of it.
    ///
    /// - Parameters:
    ///   - name: the member.
    ///   - make: nil for what has the wrong shape.
    /// - Returns: what `make` made.
    /// - Throws: when the member is missing or `make` answers nil.
    public mutating func take<Value>(_ name: String, _ make: (JSON) -> Value?) throws(Unexpected) -> Value {
        guard let value = make(try required(name)) else { throw Unexpected(member: name) }
        return value
    }

    /// Takes a member that may be missing, and makes a value of it.
    ///
    /// - Parameters:
    ///   - name: the member.
    ///   - make: nil for what has the wrong shape.
    /// - Returns: what `make` made, or nil when there is no such member.
    /// - Throws: when `make` answers nil.
    public mutating func takeIfPresent<Value>(
        _ name: String, _ make: (JSON) -> Value?
    ) throws(Unexpected) -> Value? {
        guard let json = optional(name) else { return nil }
        guard let value = make(json) else { throw Unexpected(member: name) }
        return value
    }

    /// Takes text and makes a value of it.
    ///
    /// - Parameters:
    ///   - name: the member.
    ///   - make: nil for text of the wrong shape.
    /// - Returns: what `make` made.
    /// - Throws: when it is missing, no text, or `make` answers nil.
    public mutating func text<Value>(_ name: String, _ make: (String) -> Value?) throws(Unexpected) -> Value {
        try take(name) { json in json.string.flatMap(make) }
    }

    /// Takes an array and makes a value of each element.
    ///
    /// - Parameters:
    ///   - name: the member.
    ///   - make: reads one element.
    /// - Returns: what `make` made, in order.
    /// - Throws: when it is missing, no array, or `make` throws.
    public mutating func list<Value>(
        _ name: String, _ make: (JSON) throws(Unexpected) -> Value
    ) throws(Unexpected) -> [Value] {
        var values: [Value] = []
        for element in try take(name, \.array) { values.append(try make(element)) }
        return values
    }

    /// Takes an array of text and makes a value of each.
    ///
    /// - Parameters:
    ///   - name: the member.
    ///   - make: nil for text of the wrong shape.
    /// - Returns: what `make` made, in order.
    /// - Throws: when it is missing, no array of text, or `make` answers nil.
    public mutating func texts<Value>(
        _ name: String, _ make: (String) -> Value?
    ) throws(Unexpected) -> [Value] {
        try list(name) { (json) throws(Unexpected) in
            guard let value = json.string.flatMap(make) else { throw Unexpected(member: name) }
            return value
        }
    }

    /// Ends the reading.
    ///
    /// - Throws: when a member was not taken: unknown members are refused, not ignored.
    public func end() throws(Unexpected) {
        guard left.isEmpty else { throw Unexpected(member: "") }
    }
}
