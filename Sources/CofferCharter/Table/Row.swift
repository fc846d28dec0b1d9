package import CofferModel

/// One cell of the table of decisions: what a role gets of a field for a purpose, and in which form.
package struct Row: Hashable, Sendable, Comparable {
    /// What can be done with a field.
    package enum Use: Hashable, Sendable, Comparable, CustomStringConvertible {
        case read(Form)
        case write, find
        /// As a slot of a notice of this kind; without a field, to send one.
        case notice(String)
        /// An act without a field.
        case act(Action)

        /// The form, or the act, as one word.
        package var description: String {
            switch self {
            case .read(let form): form.rawValue
            case .write: "write"
            case .find: "find"
            case .notice(let kind): "notice:\(kind)"
            case .act(let action): "act:\(action.rawValue)"
            }
        }

        /// By the written word.
        package static func < (one: Use, other: Use) -> Bool { one.description < other.description }
    }

    /// As what.
    package let role: RoleName
    /// Which field; nil for an act, and for the leave to send a notice.
    package let path: FieldPath?
    /// For what; nil for any purpose.
    package let purpose: Purpose?
    /// In which form, or what else.
    package let use: Use
    /// What must be brought, the second factor of tier 3 included.
    package let needs: Set<Need>
    /// How the masked form is cut.
    package let mask: MaskRule?

    /// By role, field, purpose and use.
    package static func < (one: Row, other: Row) -> Bool { one.key.lexicographicallyPrecedes(other.key) }

    private var key: [String] {
        [role.description, path?.description ?? "", purpose?.rawValue ?? "", use.description]
    }

    /// The row's columns: role, field, purpose, use, mask, needs; a dash where there is nothing.
    package var columns: [String] {
        let needs = needs.isEmpty ? "-" : needs.sorted().map(\.rawValue).joined(separator: "+")
        return [
            role.description, path?.description ?? "-", purpose?.rawValue ?? "*", use.description,
            mask?.rawValue ?? "-", needs,
        ]
    }
}
