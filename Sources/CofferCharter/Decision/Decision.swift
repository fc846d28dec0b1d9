package import CofferModel

/// The answer to a request: a grant for what is allowed, a denial with its code for each ask that is not.
package struct Decision: ~Copyable, Sendable {
    private var grant: Grant?
    /// Every ask that was denied, in order.
    package let denials: [Denial]
    /// Whether a planted record was touched: answer as usual, and raise the alarm.
    package let alarm: Bool
    /// The actor's budget as it stands when everything granted is used.
    package let spent: BudgetUse

    init(grant: consuming Grant?, denials: [Denial], alarm: Bool, spent: BudgetUse) {
        self.grant = grant
        self.denials = denials
        self.alarm = alarm
        self.spent = spent
    }

    /// The grant, once; nil when nothing was granted or it was already taken.
    package mutating func takeGrant() -> Grant? { grant.take() }

    /// The code, when every ask was denied with the same one; the answer to a request of one ask.
    package var code: Code? {
        guard grant == nil, let first = denials.first, denials.allSatisfy({ $0.code == first.code }) else {
            return nil
        }
        return first.code
    }
}

/// Why one ask was denied.
package struct Denial: Hashable, Sendable {
    /// Which ask of the request, from 0.
    package let ask: Int
    /// The stable code.
    package let code: Code
    /// The step of the decision that denied.
    package let step: Step
    /// The line of the charter that decided.
    package let place: Place
}

/// The eight steps of a decision, in their order (`docs/concepts/decisions.md`).
package enum Step: Int, Hashable, Sendable, CaseIterable, Comparable {
    case actor = 1
    case purpose, gate, state, basis, grant, budget, form

    /// By their order.
    package static func < (one: Step, other: Step) -> Bool { one.rawValue < other.rawValue }
}

/// A line of a charter file.
package struct Place: Hashable, Sendable, CustomStringConvertible {
    /// The file's name.
    package let file: String
    /// The line, from 1; 0 for the file as a whole.
    package let line: Int

    /// `file:line`.
    package var description: String { "\(file):\(line)" }
}
