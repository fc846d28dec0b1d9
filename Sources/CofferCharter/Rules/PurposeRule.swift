package import CofferModel

/// On what a purpose rests.
package struct PurposeRule: Sendable {
    /// The grounds of lawful use (requirements §3.6).
    package enum Basis: String, Hashable, Sendable, CaseIterable {
        case contract, consent, request
        case legalDuty = "legal_duty"
        case legitimateInterest = "legitimate_interest"
    }

    /// The purpose.
    package let purpose: Purpose
    /// The ground.
    package let basis: Basis
    /// The gate that must be open for it.
    package let gate: String?
    /// Where the charter says so.
    package let place: Place
}

/// A company-wide switch: its positions from the strictest, and the one it stands at.
package struct GateRule: Hashable, Sendable {
    /// The positions, strictest first.
    package let positions: [String]
    /// Where it stands.
    package let position: String
    /// Where the charter says so.
    package let place: Place

    /// Whether it lets anything through; a consent never opens a closed one.
    package var isOpen: Bool { !["forbidden", "off", "none", "never"].contains(position) }

    func tightened(to other: String) -> GateRule {
        let (mine, theirs) = (positions.firstIndex(of: position), positions.firstIndex(of: other))
        guard let mine, let theirs, theirs < mine else { return self }
        return GateRule(positions: positions, position: other, place: place)
    }
}

/// Where data come from, and for what they may then be used.
package struct SourceRule: Hashable, Sendable {
    /// The purposes the person had in mind.
    package let purposes: Set<Purpose>
    /// Where the charter says so.
    package let place: Place
}

/// What a jurisdiction adds; it can only tighten.
package struct Overlay: Sendable {
    /// `EU`, `RU`, `KZ`, `CA`.
    package let name: String
    /// The jurisdictions it is for.
    package let jurisdictions: Set<String>
    /// Which acts count as consent; nil leaves the charter's list.
    package let consentActs: Set<ConsentAct>?
    /// Positions of gates, counted when stricter.
    package let gates: [String: String]
    /// Shorter times of retention codes.
    package let retention: [String: CalendarDuration]
    /// What is denied to everyone.
    package let denials: [DenyRule]
    /// How long an answer to a request of the subject may take, by kind of request.
    package let clocks: [String: CalendarDuration]
    /// Where the overlay says so.
    package let place: Place
}

/// The text everybody who sees data must have accepted.
package struct Confidentiality: Sendable {
    /// Counts its versions, from 1.
    package let version: Int
    /// The text by language.
    package let texts: [String: String]
    /// Where the charter says so.
    package let place: Place
}

/// Who keeps the vault.
package struct Company: Sendable {
    /// The name.
    package let name: String
    /// Where questions about data go.
    package let contact: String
    /// What the links of its notices begin with, an `https` URL that ends in a slash; nil for bare tokens.
    package let portal: String?
    /// The languages it writes in; the first is the one for everybody else.
    package let languages: [String]
}
