import CofferModel

extension Deciding {
    /// What step 6 found: a form, or nothing but leave to do what was asked.
    struct Granted {
        let form: Form?
        let mask: MaskRule?
        let needs: Set<Need>
        let place: Place
    }

    /// Step 6: the role's grant for the field and purpose, with its needs; what is denied wins.
    func grant(
        of field: FieldRule, asked ask: Ask, for view: SubjectStanding?, as role: RoleRule
    ) throws(Denied) -> Granted {
        try ticket()
        let key = CellKey(path: field.path, purpose: request.purpose)
        switch request.action {
        case .read, .deliver:
            let granted = try read(key, wish: ask.form, for: view, as: role)
            if granted.form == .verified { try trying(field) }
            return granted
        case .find:
            let granted = try plain(role.finds[key], key, for: view, as: role)
            try trying(field)
            return granted
        case .sign:
            let grant = role.act(.sign, for: request.purpose)
            let leave = try plain(
                grant.map { PlainGrant(needs: $0.needs, place: $0.place) }, key, for: view, as: role)
            return Granted(form: .delivered, mask: nil, needs: leave.needs, place: leave.place)
        case .add, .write, .remove: return try plain(role.writes[key], key, for: view, as: role)
        case .importing, .match:
            let grant = role.act(request.action, for: request.purpose)
            return try plain(
                grant.map { PlainGrant(needs: $0.needs, place: $0.place) }, key, for: view, as: role)
        case .notice: return try slot(field, for: view, as: role)
        case .scan:
            let leave = try notice(as: role)
            return Granted(form: .verified, mask: nil, needs: [], place: leave.place)
        default: throw Denied(.roleDenied, .grant, role.place)
        }
    }

    private func read(
        _ key: CellKey, wish: Form?, for view: SubjectStanding?, as role: RoleRule
    ) throws(Denied) -> Granted {
        let grants = (role.reads[key] ?? []).filter {
            denial(of: key, form: $0.form, for: view, as: role) == nil
        }
        let wished = grants.filter { wish == nil ? true : $0.form == wish }.sorted { $0.form < $1.form }
        // Delivering and counting are never guessed: they stand apart and must be wished for.
        let ordinary = wished.filter { wish != nil || ($0.form != .delivered && $0.form != .aggregate) }
        guard let first = ordinary.first else {
            throw Denied(.roleDenied, .grant, denial(of: key, form: wish, for: view, as: role) ?? role.place)
        }
        // Whatever else it needs: nobody is answered what is delivered.
        if request.action == .read, first.form == .delivered {
            throw Denied(.connectorOnly, .grant, first.place)
        }
        let open = ordinary.first { unmet(of: $0.needs) == nil } ?? first
        try require(open.needs, open.place)
        return Granted(form: open.form, mask: open.mask, needs: open.needs, place: open.place)
    }

    /// Who sees ten digits of a card, in whichever of his roles, does not try out the others in another (P-10).
    private func trying(_ field: FieldRule) throws(Denied) {
        guard field.type == .pan, let staff = request.staff else { return }
        let seers = staff.roles.sorted().compactMap { charter.roles[$0] }
        if let place = seers.lazy.compactMap({ $0.longCut(of: field) }).first {
            throw Denied(.roleDenied, .grant, place)
        }
    }

    private func plain(
        _ grant: PlainGrant?, _ key: CellKey, for view: SubjectStanding?, as role: RoleRule
    ) throws(Denied) -> Granted {
        guard let grant else { throw Denied(.roleDenied, .grant, role.place) }
        if let place = denial(of: key, form: nil, for: view, as: role) {
            throw Denied(.roleDenied, .grant, place)
        }
        try require(grant.needs, grant.place)
        return Granted(form: nil, mask: nil, needs: grant.needs, place: grant.place)
    }

    /// The line that denies a cell whatever was granted, of the role or of an overlay.
    private func denial(of key: CellKey, form: Form?, for view: SubjectStanding?, as role: RoleRule) -> Place?
    {
        if let own = role.denials.first(where: { $0.covers(key, form) }) { return own.place }
        for overlay in view?.overlays ?? charter.overlays {
            if let rule = overlay.denials.first(where: { $0.covers(key, form) }) { return rule.place }
        }
        return nil
    }

    /// Leave to render the notice the request names.
    func notice(as role: RoleRule) throws(Denied) -> PlainGrant {
        guard let kind = request.notice,
            let grant = role.notices[NoticeKey(kind: kind, purpose: request.purpose)]
        else { throw Denied(.roleDenied, .grant, role.place) }
        try require(grant.needs, grant.place)
        return grant
    }

    /// A field in a notice: a slot of the kind must be bound to it, in the form the slot carries.
    private func slot(_ field: FieldRule, for view: SubjectStanding?, as role: RoleRule) throws(Denied)
        -> Granted
    {
        let leave = try notice(as: role)
        guard let rule = request.notice.flatMap({ charter.notices[$0] }) else {
            throw Denied(.roleDenied, .grant, leave.place)
        }
        let bound = rule.slots.values.first { $0.path == field.path || $0.currency == field.path }
        guard let bound else { throw Denied(.placeholderForbidden, .grant, rule.place) }
        let (form, mask): (Form, MaskRule?) =
            switch bound.form {
            case .label: (.label, nil)
            case .masked: (.masked, nil)
            case .last4: (.masked, field.type == .pan ? .panLast4 : .ibanCountryLast4)
            default: (.delivered, nil)
            }
        let key = CellKey(path: field.path, purpose: request.purpose)
        if let place = denial(of: key, form: form, for: view, as: role) {
            throw Denied(.roleDenied, .grant, place)
        }
        return Granted(form: form, mask: mask, needs: [], place: bound.place)
    }
}
