/// The rule that an input broke, by name, as `pan.luhn`; never carries the input.
public struct Rule: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The rule's name.
    public let description: String

    /// Names a rule; constants only, so that no input can become one.
    public init(stringLiteral value: StaticString) { description = value.description }
}

/// An input that a rule refuses, answered as `bad_value`.
public struct BadValue: Error, Hashable, Sendable {
    /// The rule that refused it.
    public let rule: Rule

    /// Names the rule that refused.
    public init(_ rule: Rule) { self.rule = rule }
}
