/// Why the vault did not do what was asked; carries names of rules and fields, never a value.
public struct VaultError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable code, the same at every door.
    public let code: Code
    private let details: Details

    /// The rule that an input broke.
    public var rule: Rule? { details.rule }
    /// The field it was given for.
    public var field: FieldPath? { details.field }
    /// What happened, in words that hold no input.
    public var reason: String? { details.reason }

    /// Kept behind one reference: errors of many words do not travel well through typed throws of async functions.
    private final class Details: Sendable {
        let rule: Rule?
        let field: FieldPath?
        let reason: String?

        init(rule: Rule?, field: FieldPath?, reason: String?) {
            self.rule = rule
            self.field = field
            self.reason = reason
        }
    }

    /// Names what went wrong.
    ///
    /// - Parameters:
    ///   - code: the stable code.
    ///   - rule: the broken rule, if an input broke one.
    ///   - field: the field the input was for.
    ///   - reason: constant words for a person.
    public init(_ code: Code, rule: Rule? = nil, field: FieldPath? = nil, _ reason: StaticString? = nil) {
        self.code = code
        details = Details(rule: rule, field: field, reason: reason?.description)
    }

    /// Names what went wrong in words made of names: of fields, processes, never of values.
    package init(_ code: Code, rule: Rule? = nil, naming names: String) {
        self.code = code
        details = Details(rule: rule, field: nil, reason: names)
    }

    /// Reads the refusal that the other door wrote.
    ///
    /// - Throws: for another shape.
    public init(json: JSON) throws(Members.Unexpected) {
        var members = try Members(json)
        try self.init(taking: &members)
        try members.end()
    }

    /// Takes the members of a refusal that stands among others.
    ///
    /// - Throws: for another shape.
    package init(taking members: inout Members) throws(Members.Unexpected) {
        code = try members.text("code") { Code(rawValue: $0) }
        let field = try members.takeIfPresent("field") { $0.string.flatMap { FieldPath($0) } }
        let rule = try members.takeIfPresent("rule") { $0.string.flatMap { Rule(written: $0) } }
        details = Details(rule: rule, field: field, reason: try members.takeIfPresent("reason", \.string))
    }

    /// The refusal for programs, the same at both doors: `code`, and `field`, `rule` and `reason` where there are any.
    public var json: JSON {
        var members: [String: JSON] = ["code": .string(code.rawValue)]
        members["field"] = field.map { .string($0.description) }
        members["rule"] = rule.map { .string($0.description) }
        members["reason"] = reason.map { .string($0) }
        return .object(members)
    }

    /// Code, rule, field and reason on one line.
    public var description: String {
        var text = code.rawValue
        if let field { text += " \(field)" }
        if let rule { text += " (\(rule))" }
        if let reason { text += ": \(reason)" }
        return text
    }

    /// Equal in all that is said.
    public static func == (one: VaultError, other: VaultError) -> Bool {
        one.description == other.description
    }

    /// By all that is said.
    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
