package import CofferModel

/// As what somebody may act, and what he then gets; everything not said is denied.
package final class RoleRule: Sendable {
    /// The role's name.
    package let name: RoleName
    /// How much of it in an hour.
    package let budget: BudgetRule
    /// Whether the role sees its holder's own data only.
    package let ownDataOnly: Bool
    /// Values, by field and purpose.
    package let reads: [CellKey: [ReadGrant]]
    /// Writes, by field and purpose.
    package let writes: [CellKey: PlainGrant]
    /// Searches, by field and purpose.
    package let finds: [CellKey: PlainGrant]
    /// Acts without fields.
    package let acts: [ActGrant]
    /// Notices, by kind and purpose.
    package let notices: [NoticeKey: PlainGrant]
    /// What is denied whatever was granted.
    package let denials: [DenyRule]
    /// Where the charter says so.
    package let place: Place

    init(
        name: RoleName,
        budget: BudgetRule,
        ownDataOnly: Bool,
        reads: [CellKey: [ReadGrant]],
        writes: [CellKey: PlainGrant],
        finds: [CellKey: PlainGrant],
        acts: [ActGrant],
        notices: [NoticeKey: PlainGrant],
        denials: [DenyRule],
        place: Place
    ) {
        self.name = name
        self.budget = budget
        self.ownDataOnly = ownDataOnly
        self.reads = reads
        self.writes = writes
        self.finds = finds
        self.acts = acts
        self.notices = notices
        self.denials = denials
        self.place = place
    }
}

extension RoleRule {
    /// Where the role is granted more of a card's number than its last four digits; nil where it is not.
    func longCut(of field: FieldRule) -> Place? {
        let grants = reads.filter { $0.key.path == field.path }.values.joined()
        let long = grants.filter { grant in
            grant.form == .clear || grant.form == .masked && (grant.mask ?? field.mask) == .panFirst6Last4
        }
        return long.map(\.place).min { $0.line < $1.line }
    }
}

/// A field for a purpose.
package struct CellKey: Hashable, Sendable {
    let path: FieldPath
    let purpose: Purpose
}

/// A kind of notice for a purpose.
package struct NoticeKey: Hashable, Sendable {
    /// The kind of notice.
    package let kind: String
    /// For what it is sent.
    package let purpose: Purpose
}

/// One form of one field for one purpose.
package struct ReadGrant: Hashable, Sendable {
    /// The form.
    package let form: Form
    /// How it is cut, if coarser than the field's own mask.
    package let mask: MaskRule?
    /// What the asker must bring.
    package let needs: Set<Need>
    /// Where the charter says so.
    package let place: Place
}

/// A grant that has no form.
package struct PlainGrant: Hashable, Sendable {
    /// What the asker must bring.
    package let needs: Set<Need>
    /// Where the charter says so.
    package let place: Place
}

/// Acts without fields.
package struct ActGrant: Hashable, Sendable {
    /// The acts.
    package let actions: Set<Action>
    /// For which purpose; nil for any the charter declares.
    package let purpose: Purpose?
    /// What the asker must bring.
    package let needs: Set<Need>
    /// Where the charter says so.
    package let place: Place
}

/// Denies fields to a role, or under an overlay to everyone, whatever was granted.
package struct DenyRule: Hashable, Sendable {
    /// The fields.
    package let paths: Set<FieldPath>
    /// For which purpose; nil for all.
    package let purpose: Purpose?
    /// In which form; nil for all, searches and writes too.
    package let form: Form?
    /// Where the charter says so.
    package let place: Place
}

/// What an actor must bring for a grant to count.
package enum Need: String, Hashable, Sendable, CaseIterable, Comparable {
    /// A case id of the charter's pattern.
    case caseID = "case"
    /// A reason code of the charter.
    case reason
    /// Another person, who may approve.
    case approver
    /// A source address on the charter's list.
    case fixedSource = "fixed_source"
    /// An encrypted way back.
    case secureChannel = "secure_channel"
    /// A second factor not older than 15 minutes.
    case secondFactor = "second_factor"

    /// In the order in which they are checked.
    package static func < (one: Need, other: Need) -> Bool { one.rank < other.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// How much a role gets in an hour.
package struct BudgetRule: Hashable, Sendable {
    /// Values seen in the clear.
    package let clearValues: Int
    /// Subjects seen anything of.
    package let subjects: Int
    /// Searches and comparisons.
    package let probes: Int
    /// Where the charter says so.
    package let place: Place
}
