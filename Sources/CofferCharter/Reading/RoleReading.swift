import CofferModel

/// A role as a file declares it: its grants one by one, with their lines, for the checks.
struct RoleDraft {
    let name: RoleName
    let budget: BudgetRule
    let ownDataOnly: Bool
    let grants: [GrantDraft]
    let denials: [DenyRule]
    let place: Place

    static func read(_ file: Reader) -> [RoleDraft] {
        guard let tree = file.tree("roles") else { return [] }
        let reader = Reader(tree, "roles", keys: nil, file.refusals)
        return reader.all.compactMap { entry in
            guard let text = reader.name(entry.key, entry.place), let name = RoleName(text) else {
                return nil
            }
            return RoleDraft(name, entry, file.refusals)
        }
    }

    private init(_ name: RoleName, _ entry: Tree.Entry, _ refusals: Refusals) {
        let keys: Set<String> = ["budget", "own_data_only", "grants", "deny"]
        let reader = Reader(entry.value, "role \(name)", keys: keys, refusals)
        self.name = name
        place = entry.place
        if !reader.has("budget") { reader.refuse(.noBudget, nil, "role \(name) has no budget") }
        budget = BudgetRule(reader)
        ownDataOnly = reader.flag("own_data_only") ?? false
        reader.need("grants")
        grants = (reader.tree("grants")?.list ?? []).compactMap { GrantDraft($0, name, refusals) }
        denials = DenyRule.read(reader)
    }
}

extension BudgetRule {
    fileprivate init(_ role: Reader) {
        let keys: Set<String> = ["clear_values_per_hour", "subjects_per_hour", "probes_per_hour"]
        guard let tree = role.tree("budget") else {
            self.init(clearValues: 0, subjects: 0, probes: 0, place: role.place)
            return
        }
        let reader = Reader(tree, "the budget of \(role.what)", keys: keys, role.refusals)
        for key in keys.sorted() { reader.need(key) }
        let range = 0...10_000_000
        self.init(
            clearValues: reader.number("clear_values_per_hour", in: range) ?? 0,
            subjects: reader.number("subjects_per_hour", in: range) ?? 0,
            probes: reader.number("probes_per_hour", in: range) ?? 0, place: role.line("budget"))
    }
}

extension DenyRule {
    /// `deny: [{ fields: […], purpose?, form? }]`, of a role or an overlay.
    static func read(_ file: Reader) -> [DenyRule] {
        (file.tree("deny")?.list ?? []).map { tree in
            let keys: Set<String> = ["fields", "purpose", "form"]
            let reader = Reader(tree, "a denial of \(file.what)", keys: keys, file.refusals)
            reader.need("fields")
            return DenyRule(
                paths: Set((reader.paths("fields") ?? []).map(\.path)), purpose: reader.word("purpose"),
                form: reader.word("form"), place: tree.place)
        }
    }
}
