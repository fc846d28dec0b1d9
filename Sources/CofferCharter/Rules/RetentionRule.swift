import CofferModel

/// When values of one retention code are destroyed; its number names their scope (crypto.md §1).
package final class RetentionRule: Sendable {
    /// The code's name.
    package let name: String
    /// Its permanent number: the scope kind.
    package let number: UInt16
    /// What its values die with; one kind for all fields of the code.
    package let scope: ScopeRule
    /// Never stored at all.
    package let neverKept: Bool
    /// Destroyed as soon as this holds.
    package let destroyWhen: Condition?
    /// Destroyed so long after ``from``, or after the record was made.
    package let after: CalendarDuration?
    /// What ``after`` counts from; nil counts from the making of the record.
    package let from: Term?
    /// The consent that keeps the value all the same, if its gate is open.
    package let unless: Exception?
    /// For whose devices ``destroyWhen`` counts; nil for all.
    package let owner: Owner?
    /// What counts instead for devices of the other owner.
    package let otherwise: Condition?
    /// Codes whose conditions count too.
    package let also: [String]
    /// After how long its secrets are to be changed; nil for never.
    package let rotate: CalendarDuration?
    /// Whether a sweep takes what is due at once, and not only when it has been due for a day.
    package let hasNoGrace: Bool
    /// Where the charter says so.
    package let place: Place

    /// A consent that keeps a value, and the gate that must be open for it.
    package struct Exception: Hashable, Sendable {
        /// The topic of the consent.
        package let consent: String
        /// The gate.
        package let gate: String
    }

    /// Whose device it is.
    package enum Owner: String, Hashable, Sendable, CaseIterable {
        case customer, provider
    }

    init(
        name: String,
        number: UInt16,
        scope: ScopeRule,
        neverKept: Bool,
        destroyWhen: Condition?,
        after: CalendarDuration?,
        from: Term?,
        unless: Exception?,
        owner: Owner?,
        otherwise: Condition?,
        also: [String],
        rotate: CalendarDuration?,
        hasNoGrace: Bool,
        place: Place
    ) {
        self.name = name
        self.number = number
        self.scope = scope
        self.neverKept = neverKept
        self.destroyWhen = destroyWhen
        self.after = after
        self.from = from
        self.unless = unless
        self.owner = owner
        self.otherwise = otherwise
        self.also = also
        self.rotate = rotate
        self.hasNoGrace = hasNoGrace
        self.place = place
    }
}

/// An expression over events, written as mappings.
package indirect enum Condition: Hashable, Sendable {
    case term(Term)
    /// All hold at one time.
    case all([Condition])
    /// Any holds: the first that comes.
    case any([Condition])
    /// The first listed of which anything is known decides alone.
    case applicable([Condition])
}

/// What a condition is built of.
package enum Term: Hashable, Sendable {
    /// The event happened.
    case event(SubjectEvent.Name)
    /// Paid, and not taken back since.
    case paid
    /// The warranty that was set is over.
    case warrantyUntil
    /// The validity that was set is over.
    case validUntil

    /// The name as charters write it.
    package var name: String {
        switch self {
        case .event(let name): name.rawValue
        case .paid: "paid"
        case .warrantyUntil: "warranty_until"
        case .validUntil: "valid_until"
        }
    }

    /// Reads a name as charters write it.
    package init?(_ name: String) {
        switch name {
        case "paid": self = .paid
        case "warranty_until": self = .warrantyUntil
        case "valid_until": self = .validUntil
        default:
            guard let event = SubjectEvent.Name(rawValue: name) else { return nil }
            self = .event(event)
        }
    }
}
