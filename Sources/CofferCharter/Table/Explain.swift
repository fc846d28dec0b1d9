package import CofferModel

/// One step of a decision, as it went for one ask.
package struct Explanation: Hashable, Sendable {
    /// The step.
    package let step: Step
    /// The line of the charter that decided.
    package let place: Place
    /// Why it denied; nil when it let the ask pass.
    package let code: Code?
}

extension Charter {
    /// How each ask of a request fared: every step up to the one that denied, with the line that decided.
    ///
    /// - Parameters:
    ///   - request: the request, decided as ``decide(_:_:)`` decides it; about nobody, without the steps that
    ///     need somebody.
    ///   - facts: what is known.
    /// - Returns: for each ask its steps in order; an act has no step of its own for basis, budget and form.
    package func explain(_ request: Request, _ facts: Facts) -> [[Explanation]] {
        let isAboutNobody = request.asks.allSatisfy { $0.subject == nil && $0.record == nil }
        var decision = decide(request, facts, hypothetically: isAboutNobody)
        let denials = Dictionary(uniqueKeysWithValues: decision.denials.map { ($0.ask, $0) })
        var cells: [Int: Cell] = [:]
        if let grant = decision.takeGrant() { for cell in grant.cells { cells[cell.ask] = cell } }
        return request.asks.enumerated().map { place, ask in
            let denial = denials[place]
            let passed = Step.allCases.filter { denial == nil || $0 < (denial?.step ?? .actor) }
            let steps = passed.compactMap { step in
                self.place(of: step, ask, request, cells[place]).map {
                    Explanation(step: step, place: $0, code: nil)
                }
            }
            let last = denial.map { [Explanation(step: $0.step, place: $0.place, code: $0.code)] } ?? []
            return steps + last
        }
    }

    private func place(of step: Step, _ ask: Ask, _ request: Request, _ cell: Cell?) -> Place? {
        let field = ask.path.flatMap { fields[$0] }
        let purpose = purposes[request.purpose]
        return switch step {
        case .actor: confidentiality.place
        case .purpose: field?.place ?? purpose?.place
        case .gate: purpose?.gate.flatMap { gates[$0]?.place } ?? purpose?.place
        case .state: field?.retention.place ?? place
        case .basis: field == nil ? nil : purpose?.place
        case .grant: granted(ask, request, cell)
        case .budget: field == nil ? nil : roles[request.role]?.budget.place
        case .form: field == nil ? nil : granted(ask, request, cell)
        }
    }

    private func granted(_ ask: Ask, _ request: Request, _ cell: Cell?) -> Place? {
        guard let role = roles[request.role] else { return nil }
        if let kind = request.notice {
            return role.notices[NoticeKey(kind: kind, purpose: request.purpose)]?.place
        }
        guard let path = ask.path else { return role.act(request.action, for: request.purpose)?.place }
        let key = CellKey(path: path, purpose: request.purpose)
        return switch request.action {
        case .read: role.reads[key]?.first { $0.form == cell?.form ?? ask.form ?? $0.form }?.place
        case .find: role.finds[key]?.place
        case .importing, .sign: role.act(request.action, for: request.purpose)?.place
        default: role.writes[key]?.place
        }
    }
}
