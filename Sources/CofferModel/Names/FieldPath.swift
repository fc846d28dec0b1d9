/// `payment.pan`: field `pan` of class `payment`.
public struct FieldPath: Hashable, Sendable, Comparable, LosslessStringConvertible {
    /// The class's name.
    public let className: String
    /// The field's name within its class.
    public let field: String

    /// Takes two names without checking that a charter knows them.
    public init(className: String, field: String) {
        self.className = className
        self.field = field
    }

    /// Reads `class.field`: two names of 1...40 lower-case letters, digits and underscores, a letter first.
    public init?(_ description: String) {
        let parts = description.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 2, parts.allSatisfy({ Name.isValid($0) }) else { return nil }
        self.init(className: parts[0], field: parts[1])
    }

    /// `class.field`.
    public var description: String { "\(className).\(field)" }

    /// Alphabetical.
    public static func < (one: FieldPath, other: FieldPath) -> Bool {
        (one.className, one.field) < (other.className, other.field)
    }
}

/// The permanent numbers of a field: names may change, numbers never.
public struct FieldNumber: Hashable, Sendable, Comparable {
    /// The class's number, 1...65,535.
    public let ofClass: UInt16
    /// The field's number, 1...2³²−1, unique in the charter.
    public let field: UInt32

    /// Takes the two numbers.
    public init(ofClass: UInt16, field: UInt32) {
        self.ofClass = ofClass
        self.field = field
    }

    /// By class, then by field.
    public static func < (one: FieldNumber, other: FieldNumber) -> Bool {
        (one.ofClass, one.field) < (other.ofClass, other.field)
    }
}

/// What a charter's names look like.
public enum Name {
    /// 1...40 lower-case ASCII letters, digits and underscores, a letter first.
    public static func isValid(_ text: String) -> Bool {
        guard 1...40 ~= text.utf8.count, let first = text.utf8.first, 97...122 ~= first else { return false }
        return text.utf8.allSatisfy { 97...122 ~= $0 || 48...57 ~= $0 || $0 == 95 }
    }
}

/// As what an actor asks: `billing_clerk`.
public struct RoleName: Hashable, Sendable, Comparable, LosslessStringConvertible {
    /// The name as the charter writes it.
    public let description: String

    /// Reads a name of 1...40 lower-case letters, digits and underscores.
    public init?(_ description: String) {
        guard Name.isValid(description) else { return nil }
        self.description = description
    }

    /// The role that manages staff, charters and health, and reads no value.
    public static let admin = RoleName(known: "admin")
    /// The service account that sends notices.
    public static let dispatcher = RoleName(known: "dispatcher")

    private init(known name: StaticString) { description = name.description }

    /// Alphabetical.
    public static func < (one: RoleName, other: RoleName) -> Bool { one.description < other.description }
}
