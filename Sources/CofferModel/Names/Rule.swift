/// The rule that an input broke, by name, as `pan.luhn`; never carries the input.
public struct Rule: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The rule's name.
    public let description: String

    /// Names a rule; constants only, so that no input can become one.
    public init(stringLiteral value: StaticString) { description = value.description }

    /// Takes a rule's name as the other door wrote it; nil for what is none.
    package init?(written name: String) {
        let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { 97...122 ~= $0 || 48...57 ~= $0 || $0 == 95 }
        }
        guard isName, name.utf8.count <= 64 else { return nil }
        description = name
    }
}

/// An input that a rule refuses, answered as `bad_value`.
public struct BadValue: Error, Hashable, Sendable {
    /// The rule that refused it.
    public let rule: Rule

    /// Names the rule that refused.
    public init(_ rule: Rule) { self.rule = rule }
}
