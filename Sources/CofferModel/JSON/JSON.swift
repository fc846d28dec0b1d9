/// A JSON value, restricted to what the vault writes: integers instead of fractions, no duplicate members.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// Within ±(2⁵³−1), the integers every reader agrees on (RFC 8785 §3.2.2.3).
    case integer(Int64)
    case string(String)
    case array([JSON])
    case object([String: JSON])
}

extension JSON {
    /// The text, if it is a string.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The number, if it is one.
    public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    /// The truth value, if it is one.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The elements, if it is an array.
    public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    /// The members, if it is an object.
    public var object: [String: JSON]? { if case .object(let value) = self { value } else { nil } }
    /// A member's value, if it is an object that has it.
    public subscript(name: String) -> JSON? { object?[name] }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// An object; of two members with one name the later counts.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}
