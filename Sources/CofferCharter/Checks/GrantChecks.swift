import CofferModel

extension Checks {
    /// Every grant stays below the ceiling of its field, says one thing once, and has what its needs need.
    func grants() {
        var names: Set<RoleName> = []
        for role in company.roles {
            if !names.insert(role.name).inserted {
                refuse(.repeated, role.place, "role \(role.name) is there twice")
            }
            for grant in role.grants { self.grant(grant, of: role) }
            for path in role.denials.flatMap(\.paths) where charter.fields[path] == nil {
                refuse(.unknownWord, role.place, "role \(role.name) denies the unknown field \(path)")
            }
            twice(role)
        }
    }

    private func grant(_ grant: GrantDraft, of role: RoleDraft) {
        if let purpose = grant.purpose, charter.purposes[purpose] == nil {
            refuse(
                .purposeUnused, grant.place,
                "role \(role.name) acts for a purpose the charter does not declare")
        }
        needs(grant, role)
        switch grant.kind {
        case .read(let paths, let form, let mask):
            for field in known(paths, grant, role) { read(field, form, mask, grant, role) }
        case .write(let paths):
            for field in known(paths, grant, role) where field.isDerived {
                refuse(
                    .derived, grant.place,
                    "role \(role.name) writes \(field.path), which is read out of another")
            }
        case .find(let paths):
            for field in known(paths, grant, role) where field.index?.grain != .exact {
                refuse(
                    .findWithoutIndex, grant.place,
                    "role \(role.name) searches by \(field.path), which has no exact index")
            }
        case .act(let actions):
            if actions.contains(.resolve), !grant.needs.contains(.caseID) || grant.purpose == nil {
                refuse(
                    .resolveWithoutCase, grant.place,
                    "role \(role.name) is told what labels stand for without a case, or for any purpose")
            }
        case .notice(let kinds):
            for kind in kinds { notice(kind, grant, role) }
        }
    }

    private func notice(_ kind: String, _ grant: GrantDraft, _ role: RoleDraft) {
        guard let notice = charter.notices[kind] else {
            refuse(.unknownWord, grant.place, "role \(role.name) sends a notice the company does not use")
            return
        }
        for path in notice.paths.sorted() {
            guard let purpose = grant.purpose, let field = charter.fields[path],
                !field.purposes.contains(purpose)
            else { continue }
            refuse(
                .purposeBeyondField, grant.place,
                "role \(role.name) sends \(kind) with \(path) for a purpose the field does not have")
        }
    }

    private func known(_ paths: [FieldPath], _ grant: GrantDraft, _ role: RoleDraft) -> [FieldRule] {
        paths.compactMap { path in
            guard let field = charter.fields[path] else {
                refuse(.unknownWord, grant.place, "role \(role.name) names the unknown field \(path)")
                return nil
            }
            if let purpose = grant.purpose, !field.purposes.contains(purpose) {
                refuse(
                    .purposeBeyondField, grant.place,
                    "role \(role.name) uses \(path) for a purpose the field does not have")
            }
            return field
        }
    }

    private func read(
        _ field: FieldRule, _ form: Form, _ mask: MaskRule?, _ grant: GrantDraft, _ role: RoleDraft
    ) {
        if !field.forms.contains(form) {
            refuse(
                .formTooWeak, grant.place,
                "role \(role.name) gets \(field.path) in a form the field does not have")
        }
        if form == .masked, field.mask == nil {
            let rule: CharterRule = field.tier == 3 ? .maskKeyMissing : .maskMissing
            refuse(
                rule, grant.place, "role \(role.name) gets \(field.path) masked, which has no mask of its own"
            )
        }
        if let mask {
            if form != .masked { refuse(.needUnfit, grant.place, "only a masked form is cut") }
            if !mask.fits(field.type) || field.mask.map({ !$0.contains(mask) }) ?? true {
                refuse(
                    .maskFinerThanNeeded, grant.place,
                    "role \(role.name) sees more of \(field.path) than its mask")
            }
        }
    }

    private func needs(_ grant: GrantDraft, _ role: RoleDraft) {
        if grant.needs.contains(.approver), charter.approvers.isEmpty {
            refuse(.noApprovers, grant.place, "role \(role.name) needs an approver and nobody may approve")
        }
        if grant.needs.contains(.fixedSource), charter.fixedSources.isEmpty {
            refuse(
                .needUnfit, grant.place, "role \(role.name) needs a fixed source and the charter lists none")
        }
        if grant.needs.contains(.reason), charter.reasons.isEmpty {
            refuse(.needUnfit, grant.place, "role \(role.name) needs a reason and the charter lists none")
        }
    }

    /// One cell is granted once: two grants of it would leave open which needs count.
    private func twice(_ role: RoleDraft) {
        var seen: Set<[String]> = []
        for grant in role.grants {
            let purpose = grant.purpose?.rawValue ?? "*"
            for cell in grant.cells where !seen.insert([cell, purpose]).inserted {
                refuse(.grantTwice, grant.place, "role \(role.name) gets one thing twice")
            }
        }
    }
}

extension GrantDraft {
    fileprivate var cells: [String] {
        switch kind {
        case .read(let paths, let form, _): paths.map { "\(form.rawValue) \($0)" }
        case .write(let paths): paths.map { "write \($0)" }
        case .find(let paths): paths.map { "find \($0)" }
        case .act(let actions): actions.map { "act \($0.rawValue)" }
        case .notice(let kinds): kinds.map { "notice \($0)" }
        }
    }
}
