public import CofferModel

/// Why the vault did not do what was asked; carries names of rules and fields, never a value.
public struct VaultError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable code, the same at every door.
    public let code: Code
    /// The rule that an input broke.
    public let rule: Rule?
    /// The field it was given for.
    public let field: FieldPath?
    /// What happened, in words that are always the same.
    public let reason: String?

    /// Names what went wrong.
    ///
    /// - Parameters:
    ///   - code: the stable code.
    ///   - rule: the broken rule, if an input broke one.
    ///   - field: the field the input was for.
    ///   - reason: constant words for a person.
    public init(_ code: Code, rule: Rule? = nil, field: FieldPath? = nil, _ reason: StaticString? = nil) {
        self.code = code
        self.rule = rule
        self.field = field
        self.reason = reason?.description
    }

    init(_ code: Code, naming names: String) {
        self.code = code
        rule = nil
        field = nil
        reason = names
    }

    /// Code, rule, field and reason on one line.
    public var description: String {
        var text = code.rawValue
        if let field { text += " \(field)" }
        if let rule { text += " (\(rule))" }
        if let reason { text += ": \(reason)" }
        return text
    }
}
