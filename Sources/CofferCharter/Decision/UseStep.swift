import CofferModel

extension Deciding {
    /// Step 6, for what nobody is answered: it goes into the envelope of a notice, or to a connector that may take this
    /// very field, for an order that is not used up.
    func use(
        of field: FieldRule, asked ask: Ask, for view: SubjectStanding?, _ granted: Granted
    ) throws(Denied) {
        guard granted.form == .delivered, request.notice == nil, request.action != .sign else { return }
        guard let use = request.connector else { throw Denied(.connectorOnly, .grant, granted.place) }
        guard use.fields.contains(field.path), use.purposes.contains(request.purpose) else {
            throw Denied(.targetDenied, .grant, granted.place)
        }
        if let record = ask.record, facts.records[record]?.cut.contains(field.number) == true {
            throw Denied(.restricted, .state, field.place)
        }
        // An order is for one card, or whatever it names, and once.
        if view != nil, case .order(let record) = use.object, record == nil || record != ask.record {
            throw Denied(.orderDenied, .grant, granted.place)
        }
        if use.isSpent { throw Denied(.throttled, .budget, granted.place) }
    }
}
