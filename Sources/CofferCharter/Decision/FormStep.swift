import CofferModel

extension Deciding {
    /// Step 8: `clear` of tier 3, and whatever says so, needs a second factor not older than 15 minutes.
    func form(_ granted: Granted, of field: FieldRule) throws(Denied) {
        let needed = granted.needs.contains(.secondFactor) || (granted.form == .clear && field.tier == 3)
        guard needed, !hasFreshFactor else { return }
        throw Denied(.noMFA, .form, granted.place)
    }

    var hasFreshFactor: Bool {
        guard let at = request.secondFactorAt else { return false }
        return at <= facts.now && facts.now <= at.adding(seconds: Limits.secondFactorSeconds)
    }
}
