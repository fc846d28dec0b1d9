import CofferModel

extension Deciding {
    /// Step 7: the actor has budget left, this request's earlier asks counted.
    func budget(for form: Form?, of ask: Ask, as role: RoleRule) throws(Denied) {
        let out =
            (isClear(form) && spent.clearValues >= role.budget.clearValues)
            || (isProbe(form) && spent.probes >= role.budget.probes)
            || (isNew(ask.subject) && spent.subjects.count + spent.others >= role.budget.subjects)
        if out { throw Denied(.throttled, .budget, role.budget.place) }
    }

    mutating func spend(_ form: Form?, of ask: Ask) {
        if isClear(form) { spent.clearValues += 1 }
        if isProbe(form) { spent.probes += 1 }
        if let subject = ask.subject, isNew(subject) { spent.subjects.insert(subject) }
    }

    private func isClear(_ form: Form?) -> Bool { form == .clear }

    /// Searches, labels told, comparisons and tokens handed in spend, hit or miss; a leak scan compares with values nobody
    /// chose.
    private func isProbe(_ form: Form?) -> Bool {
        request.action.isProbe || (form == .verified && request.action != .scan)
    }

    private func isNew(_ subject: SubjectID?) -> Bool {
        guard let subject, !isWrite, request.action != .scan else { return false }
        return !spent.subjects.contains(subject)
    }
}
