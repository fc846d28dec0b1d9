import CofferModel

extension Checks {
    /// Codes end, name one another without circles, and keep what gates and cards promise.
    func retention() {
        for code in charter.retention.values.sorted(by: { $0.name < $1.name }) {
            let missing = code.also.filter { charter.retention[$0] == nil }
            if !missing.isEmpty {
                refuse(.unknownWord, code.place, "\(code.name) names an unknown retention code")
            }
            if missing.isEmpty, reaches(code.name, from: code, seen: []) {
                refuse(.retentionLoop, code.place, "retention code \(code.name) leads back to itself")
            }
            if let keep = code.unless, charter.gates[keep.gate] == nil {
                refuse(.exceptionGate, code.place, "\(code.name) is kept behind a gate that does not exist")
            }
            if let from = code.from, from == .paid {
                refuse(.unknownWord, code.place, "\(code.name) counts from what can be taken back")
            }
            if code.owner != nil, code.scope == .record { credential(code) }
        }
        for field in fields where field.type.isOfCard { card(field) }
    }

    private func reaches(_ name: String, from code: RetentionRule, seen: Set<String>) -> Bool {
        code.also.contains { next in
            if next == name { return true }
            guard !seen.contains(next), let rule = charter.retention[next] else { return false }
            return reaches(name, from: rule, seen: seen.union([next]))
        }
    }

    /// The gate says which of payment and warranty ends a credential; the code must say the same.
    private func credential(_ code: RetentionRule) {
        guard let gate = charter.gates["cred.retention"], let condition = code.destroyWhen else { return }
        let position =
            switch condition {
            case .any: "earliest"
            case .applicable: "applicable"
            case .all: "latest"
            case .term: gate.position
            }
        if position != gate.position {
            refuse(.credentialGate, gate.place, "cred.retention and retention code \(code.name) disagree")
        }
    }

    /// What belongs to a card goes with the payment, unless a consent keeps it behind a gate.
    private func card(_ field: FieldDraft) {
        guard let code = charter.retention[field.retain] else { return }
        let ends: Set<Term> = [.event(.paymentProcessed), .event(.authorizationDone)]
        if !code.neverKept, code.destroyWhen?.terms.isDisjoint(with: ends) ?? true {
            refuse(.cardRetention, field.place, "\(field.path) does not go when the payment is processed")
        }
    }
}

extension Condition {
    /// The terms it is built of.
    var terms: Set<Term> {
        switch self {
        case .term(let term): [term]
        case .all(let parts), .any(let parts), .applicable(let parts): Set(parts.flatMap(\.terms))
        }
    }
}
