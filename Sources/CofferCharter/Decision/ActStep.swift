import CofferModel

extension Deciding {
    /// An act without a field: the purpose is declared, its gate open, no hold stands against it, and it is granted.
    func act(on view: SubjectStanding?, as role: RoleRule) throws(Denied) {
        if request.action == .login || request.action == .acknowledge { return }
        guard charter.purposes[request.purpose] != nil else {
            throw Denied(.noPurpose, .purpose, charter.place)
        }
        try gate(of: request.purpose, for: view)
        if let view, view.isHeld, request.action == .erase || request.action == .remove {
            throw Denied(.holdActive, .state, charter.place)
        }
        let isNotice = request.action == .notice || request.action == .preview
        if isNotice, let view {
            try restriction(for: view)
            guard view.allows(request.purpose) else { throw Denied(.stateDenied, .state, charter.place) }
            try channel(for: view)
            try basis(for: view)
        }
        try ticket()
        if isNotice || request.action == .scan {
            _ = try notice(as: role)
            return
        }
        guard let grant = role.act(request.action, for: request.purpose) else {
            throw Denied(.roleDenied, .grant, role.place)
        }
        try require(grant.needs, grant.place)
        if grant.needs.contains(.secondFactor), !hasFreshFactor {
            throw Denied(.noMFA, .form, grant.place)
        }
    }
}

extension RoleRule {
    /// The grant of an act for a purpose, if there is one.
    func act(_ action: Action, for purpose: Purpose) -> ActGrant? {
        acts.first { $0.actions.contains(action) && ($0.purpose ?? purpose) == purpose }
    }
}
