package import CofferModel

/// What a key of the keyring is for; one key, one purpose (NIST SP 800-57 part 1, §5.2).
package enum KeyUse: Hashable, Sendable {
    /// FK: seals the values of one field.
    case field(FieldNumber)
    /// MK: seals the masked form of one tier-3 field.
    case masked(FieldNumber)
    /// IXK: makes the index tokens of one field; its version is the generation.
    case index(FieldNumber)
    /// PK: makes the labels of one audience in one period; period 0 does not end.
    case audience(Audience, period: UInt32)
    /// LIX: finds issued labels again.
    case labelIndex
    /// FACTK: seals what decisions read about a subject.
    case facts
    /// SWK: wraps the scope keys of one kind; its version is the erasure epoch.
    case scopes(UInt16)
    /// IDK: names idempotent requests of one UTC day.
    case idempotency(day: UInt32)
    /// REFK: makes tokens of the company's own references.
    case references
    /// VSK: signs the manifest.
    case manifest
    /// LSK: signs the checkpoints of one log.
    case ledger(UInt16)

    /// The kinds of recipient that have labels of their own.
    package enum Audience: String, Hashable, Sendable {
        case customer, staff
    }

    /// The field that the key belongs to, or zeros.
    var number: FieldNumber {
        switch self {
        case .field(let number), .masked(let number), .index(let number): number
        default: FieldNumber(ofClass: 0, field: 0)
        }
    }
}

extension KeyUse {
    /// The members that say it in the manifest.
    var json: [String: JSON] {
        switch self {
        case .field(let number): Self.named("field", number)
        case .masked(let number): Self.named("masked", number)
        case .index(let number): Self.named("index", number)
        case .audience(let audience, let period):
            ["use": "audience", "audience": .string(audience.rawValue), "period": .integer(Int64(period))]
        case .labelIndex: ["use": "label_index"]
        case .facts: ["use": "facts"]
        case .scopes(let kind): ["use": "scopes", "kind": .integer(Int64(kind))]
        case .idempotency(let day): ["use": "idempotency", "day": .integer(Int64(day))]
        case .references: ["use": "references"]
        case .manifest: ["use": "manifest"]
        case .ledger(let log): ["use": "ledger", "log": .integer(Int64(log))]
        }
    }

    private static func named(_ use: String, _ number: FieldNumber) -> [String: JSON] {
        ["use": .string(use), "class": .integer(Int64(number.ofClass)), "field": .integer(Int64(number.field))]
    }

    init(from members: inout Members) throws(Members.Unexpected) {
        let use = try members.text("use") { $0 }
        switch use {
        case "field": self = .field(try Self.number(&members))
        case "masked": self = .masked(try Self.number(&members))
        case "index": self = .index(try Self.number(&members))
        case "audience":
            let audience = try members.text("audience", Audience.init(rawValue:))
            self = .audience(audience, period: try members.take("period") { $0.exactly() })
        case "label_index": self = .labelIndex
        case "facts": self = .facts
        case "scopes": self = .scopes(try members.take("kind") { $0.exactly() })
        case "idempotency": self = .idempotency(day: try members.take("day") { $0.exactly() })
        case "references": self = .references
        case "manifest": self = .manifest
        case "ledger": self = .ledger(try members.take("log") { $0.exactly() })
        default: throw Members.Unexpected(member: "use")
        }
    }

    private static func number(_ members: inout Members) throws(Members.Unexpected) -> FieldNumber {
        FieldNumber(
            ofClass: try members.take("class") { $0.exactly() }, field: try members.take("field") { $0.exactly() })
    }
}

extension JSON {
    /// The number, if it is one that fits.
    func exactly<Value: FixedWidthInteger>() -> Value? { integer.flatMap { Value(exactly: $0) } }
}
