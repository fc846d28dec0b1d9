package import CofferModel

extension Charter {
    /// Every cell that the charter grants to anybody, in a fixed order; what is not here is denied.
    package func table() -> [Row] { roles.values.flatMap { rows(of: $0) }.sorted() }

    private func rows(of role: RoleRule) -> [Row] {
        let values = role.reads.flatMap { key, grants in
            grants.filter { !denies(role, key, $0.form) }.map { row(role, key, $0) }
        }
        let writes = role.writes.filter { !denies(role, $0.key, nil) }.map { key, grant in
            row(role, key, .write, grant.needs)
        }
        let finds = role.finds.filter { !denies(role, $0.key, nil) }.map { key, grant in
            row(role, key, .find, grant.needs)
        }
        return values + writes + finds + notices(of: role) + acts(of: role)
    }

    private func row(_ role: RoleRule, _ key: CellKey, _ grant: ReadGrant) -> Row {
        let field = fields[key.path]
        let isHigh = grant.form == .clear && field?.tier == 3
        return Row(
            role: role.name, path: key.path, purpose: key.purpose, use: .read(grant.form),
            needs: isHigh ? grant.needs.union([.secondFactor]) : grant.needs,
            mask: grant.form == .masked ? grant.mask ?? field?.mask : nil)
    }

    private func row(_ role: RoleRule, _ key: CellKey, _ use: Row.Use, _ needs: Set<Need>) -> Row {
        Row(role: role.name, path: key.path, purpose: key.purpose, use: use, needs: needs, mask: nil)
    }

    /// The leave to send each kind, in a row without a field, and the fields that go with it.
    private func notices(of role: RoleRule) -> [Row] {
        role.notices.flatMap { key, grant in
            let fields: [FieldPath?] = [nil] + (notices[key.kind]?.paths.sorted() ?? [])
            return fields.map { path in
                Row(
                    role: role.name, path: path, purpose: key.purpose, use: .notice(key.kind),
                    needs: grant.needs, mask: nil)
            }
        }
    }

    private func acts(of role: RoleRule) -> [Row] {
        role.acts.flatMap { grant in
            grant.actions.map { action in
                Row(
                    role: role.name, path: nil, purpose: grant.purpose, use: .act(action), needs: grant.needs,
                    mask: nil)
            }
        }
    }

    private func denies(_ role: RoleRule, _ key: CellKey, _ form: Form?) -> Bool {
        role.denials.contains { $0.covers(key, form) }
    }
}

extension DenyRule {
    /// Whether it denies a use of a field for a purpose.
    func covers(_ key: CellKey, _ form: Form?) -> Bool {
        paths.contains(key.path) && (purpose ?? key.purpose) == key.purpose
            && (self.form == nil || self.form == form)
    }
}

extension NoticeRule {
    /// The fields its slots are bound to.
    package var paths: Set<FieldPath> {
        Set(slots.values.flatMap { [$0.path, $0.currency].compactMap { $0 } }).subtracting([
            LabelRule.customer
        ])
    }
}
