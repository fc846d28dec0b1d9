import CofferModel

extension Deciding {
    /// Step 4: not past its retention, not restricted, not held, and the subject's state allows the purpose.
    func state(of field: FieldRule, of record: RecordID?, for view: SubjectStanding) throws(Denied) {
        try retention(of: field, of: record, for: view)
        try restriction(of: field, for: view)
        if request.action == .remove, view.isHeld { throw Denied(.holdActive, .state, field.place) }
        guard request.action != .scan, request.action != .importing else { return }
        guard view.allows(request.purpose) else { throw Denied(.stateDenied, .state, field.place) }
    }

    /// What is past its time is answered to nobody; but it can be removed, and a notice is still compared with it.
    private func retention(of field: FieldRule, of record: RecordID?, for view: SubjectStanding)
        throws(Denied)
    {
        if request.action == .remove || request.action == .scan { return }
        // What is never stored goes to a connector straight from whoever gave it, or not at all.
        if request.connector != nil, field.retention.neverKept { return }
        let known = record.flatMap { facts.records[$0] }
        guard let end = view.end(of: field.retention, record: record, known) else { return }
        if view.isHeld, SubjectStanding.holders.contains(request.purpose) { return }
        throw Denied(end == .destroyed ? .destroyed : .expired, .state, field.retention.place)
    }

    private func restriction(of field: FieldRule, for view: SubjectStanding) throws(Denied) {
        guard view.isRestricted(field.path), request.action != .scan, !passesRestriction else { return }
        throw Denied(.restricted, .state, field.place)
    }

    /// Whether a whole notice may go to the subject at all.
    func restriction(for view: SubjectStanding) throws(Denied) {
        guard view.isRestricted(nil), !passesRestriction else { return }
        throw Denied(.restricted, .state, charter.place)
    }

    private var passesRestriction: Bool {
        if SubjectStanding.holders.contains(request.purpose) { return true }
        let notice = request.notice.flatMap { charter.notices[$0]?.ofClass }
        return notice == .security || notice == .legal
    }

    /// Step 4: what hangs on a subject is asked of one, and what dies with a record is read from one.
    func presence(of field: FieldRule, in ask: Ask) throws(Denied) {
        if isHypothetical || request.action == .find || request.action == .match { return }
        let lacksSubject = field.scope != .day && ask.subject == nil
        let lacksRecord = field.scope != .subject && ask.record == nil && !isWrite
        if lacksSubject || lacksRecord { throw Denied(.notFound, .state, field.place) }
    }

    /// Step 4 for what hangs on no subject: its age alone.
    func age(of field: FieldRule, of record: RecordID) throws(Denied) {
        guard let known = facts.records[record], known.subject == nil,
            known.ofClass == field.number.ofClass
        else { throw Denied(.notFound, .state, charter.place) }
        let code = field.retention
        guard let after = charter.shortest(code, under: charter.overlays), code.from == nil else {
            if code.neverKept { throw Denied(.destroyed, .state, code.place) }
            return
        }
        if after.added(to: known.created) <= facts.now { throw Denied(.expired, .state, code.place) }
    }
}
