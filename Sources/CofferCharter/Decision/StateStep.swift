import CofferModel

extension Deciding {
    /// Step 4: not past its retention, not restricted, not held, and the subject's state allows the purpose.
    func state(of field: FieldRule, of record: RecordID?, for view: SubjectView) throws(Denied) {
        try retention(of: field, of: record, for: view)
        try restriction(of: field, for: view)
        if request.action == .remove, view.isHeld { throw Denied(.holdActive, .state, field.place) }
        guard request.action != .scan, request.action != .importing else { return }
        guard view.allows(request.purpose) else { throw Denied(.stateDenied, .state, field.place) }
    }

    private func retention(of field: FieldRule, of record: RecordID?, for view: SubjectView) throws(Denied) {
        let known = record.flatMap { facts.records[$0] }
        guard let end = view.end(of: field.retention, record: record, known) else { return }
        if view.isHeld, SubjectView.holders.contains(request.purpose) { return }
        throw Denied(end == .destroyed ? .destroyed : .expired, .state, field.retention.place)
    }

    private func restriction(of field: FieldRule, for view: SubjectView) throws(Denied) {
        guard let place = view.isRestricted(field.path) ? field.place : nil, request.action != .scan else {
            return
        }
        if SubjectView.holders.contains(request.purpose) { return }
        if let kind = request.notice, let notice = charter.notices[kind],
            notice.ofClass == .security || notice.ofClass == .legal
        {
            return
        }
        throw Denied(.restricted, .state, place)
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
