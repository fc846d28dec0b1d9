package import CofferModel

extension Charter {
    /// Decides a request: the one pure function between a question and a value.
    ///
    /// Each ask goes through the eight steps of `docs/concepts/decisions.md` and stops at the first that denies;
    /// one denied ask does not fail the others.
    ///
    /// - Parameters:
    ///   - request: who asks, as what, for what, and which fields.
    ///   - facts: what is known of subjects, records, budget and time, read in one transaction.
    /// - Returns: a grant for the allowed asks, and a denial for each other.
    package func decide(_ request: Request, _ facts: Facts) -> Decision {
        decide(request, facts, hypothetically: false)
    }

    /// Why a request is refused whoever it is about.
    ///
    /// - Parameters:
    ///   - request: its asks name no subject.
    ///   - facts: budget and time.
    /// - Returns: the one code of all its asks, `role_denied` for several; nil when one of them may be granted.
    package func refusal(of request: Request, _ facts: Facts) -> Code? {
        let denials = decide(request, facts, hypothetically: true).denials
        guard denials.count == request.asks.count else { return nil }
        let codes = Set(denials.map(\.code))
        return codes.count == 1 ? codes.first : .roleDenied
    }

    func decide(_ request: Request, _ facts: Facts, hypothetically: Bool) -> Decision {
        var deciding = Deciding(self, request, facts, isHypothetical: hypothetically)
        var cells: [Cell] = []
        var denials: [Denial] = []
        for (place, ask) in request.asks.enumerated() {
            do throws(Denied) {
                cells.append(try deciding.cell(for: ask, at: place))
            } catch {
                denials.append(Denial(ask: place, code: error.code, step: error.step, place: error.place))
            }
        }
        guard let actor = request.staff?.actor, !cells.isEmpty else {
            return Decision(grant: nil, denials: denials, alarm: deciding.alarm, spent: deciding.spent)
        }
        let grant = Grant(request, of: hash, to: actor, cells: cells)
        return Decision(grant: grant, denials: denials, alarm: deciding.alarm, spent: deciding.spent)
    }
}

/// One decision on its way: what was asked, and what its earlier asks used up.
struct Deciding {
    let charter: Charter
    let request: Request
    let facts: Facts
    let role: RoleRule?
    /// Whether nobody is asked about: for explaining a charter without a subject.
    let isHypothetical: Bool
    var spent: BudgetUse
    var alarm = false
    private var views: [SubjectID: SubjectStanding] = [:]

    init(_ charter: Charter, _ request: Request, _ facts: Facts, isHypothetical: Bool) {
        self.isHypothetical = isHypothetical
        self.charter = charter
        self.request = request
        self.facts = facts
        role = charter.roles[request.role]
        spent = facts.budget
    }

    mutating func cell(for ask: Ask, at place: Int) throws(Denied) -> Cell {
        guard request.asks.count <= Limits.asksPerRead else { throw Denied(.tooLarge, .actor, charter.place) }
        let role = try actor()
        let view = try subject(of: ask, as: role)
        if view?.facts.canary == true { alarm = true }
        guard let path = ask.path else {
            try act(on: view, as: role)
            // These answer, or try out, whom something is about.
            if [.confirm, .resolve, .link, .outbox, .rotation, .preview].contains(request.action) {
                try budget(for: nil, of: ask, as: role)
                spend(nil, of: ask)
            }
            return Cell(
                ask: place, subject: ask.subject, record: ask.record, path: nil, number: nil, form: nil,
                mask: nil)
        }
        let field = try purpose(of: path, for: view)
        try gate(of: field, for: view)
        try presence(of: field, in: ask)
        if let view { try state(of: field, of: ask.record, for: view) }
        if ask.subject == nil, let record = ask.record { try age(of: field, of: record) }
        if let view { try basis(for: view) }
        let granted = try grant(of: field, asked: ask, for: view, as: role)
        try use(of: field, asked: ask, for: view, granted)
        try budget(for: granted.form, of: ask, as: role)
        try form(granted, of: field)
        spend(granted.form, of: ask)
        return Cell(
            ask: place, subject: ask.subject, record: ask.record, path: path, number: field.number,
            form: granted.form, mask: granted.form == .masked ? granted.mask ?? field.mask : nil)
    }

    /// The subject's view, made once for all asks about him.
    ///
    /// A subject that is missing, erased or another's answers the same, before anything else is looked at.
    private mutating func subject(of ask: Ask, as role: RoleRule) throws(Denied) -> SubjectStanding? {
        let missing = Denied(.notFound, .state, charter.place)
        let isCustomer = role.ownDataOnly || request.staff?.subject != nil
        guard let id = ask.subject else {
            if isCustomer, !isHypothetical { throw missing }
            return nil
        }
        if isCustomer, request.staff?.subject != id { throw missing }
        guard let view = view(of: id) else { throw missing }
        guard view.facts.standing != .erased else {
            throw role.act(.history, for: request.purpose) == nil
                ? missing : Denied(.erased, .state, charter.place)
        }
        if let record = ask.record, let known = facts.records[record] {
            guard known.subject == id, ask.path.map({ isOfClass(known, $0) }) ?? true else { throw missing }
        } else if ask.record != nil {
            throw missing
        }
        return view
    }

    private mutating func view(of id: SubjectID) -> SubjectStanding? {
        if let known = views[id] { return known }
        guard let found = facts.subjects[id] else { return nil }
        let view = SubjectStanding(found, charter: charter, now: facts.now)
        views[id] = view
        return view
    }

    private func isOfClass(_ record: RecordFacts, _ path: FieldPath) -> Bool {
        guard let known = charter.classes[path.className] else { return true }
        return known.number == record.ofClass
    }
}
