import CofferModel

/// Joins `base`, a company's file and its overlays into one charter; refuses what does not fit together.
struct Assembly {
    let library: Library
    let company: CompanyFile
    let overlays: [Overlay]
    let refusals: Refusals

    /// The charter as it would be; whoever calls throws it away if anything was refused.
    func charter(hash: Digest) -> Charter {
        let retention = retention()
        let classes = classes(retention)
        let fields = Dictionary(
            uniqueKeysWithValues: classes.values.flatMap { $0.fields.values.map { ($0.path, $0) } })
        return Charter(
            name: company.name, version: company.version, hash: hash, company: company.company,
            casePattern: company.casePattern ?? .nothing, reasons: company.reasons,
            fixedSources: company.fixedSources, approvers: approvers(), gates: gates(), classes: classes,
            fields: fields,
            numbers: Dictionary(
                fields.values.map { ($0.number, $0.path) }, uniquingKeysWith: { one, _ in one }),
            purposes: company.purposes, sources: company.sources, retention: retention,
            roles: roles(), labels: labels, notices: notices(), wording: wording,
            quasiIdentifiers: company.quasiIdentifiers, consentActs: company.consentActs,
            overlays: overlays, confidentiality: company.confidentiality, place: company.place)
    }

    private func approvers() -> Set<RoleName> {
        let known = Set(company.roles.map(\.name))
        return Set(
            company.approvers.compactMap { text, place in
                guard let name = RoleName(text), known.contains(name) else {
                    refusals.refuse(.unknownWord, place, "an approver is none of the charter's roles")
                    return nil
                }
                return name
            })
    }

    private func gates() -> [String: GateRule] {
        var gates = library.gates
        for (name, set) in company.gates {
            guard let gate = gates[name] else {
                refusals.refuse(.gateUnknown, set.place, "base declares no gate \(Reader.shown(name))")
                continue
            }
            guard gate.positions.contains(set.position) else {
                refusals.refuse(.gatePosition, set.place, "gate \(Reader.shown(name)) has no such position")
                continue
            }
            gates[name] = GateRule(positions: gate.positions, position: set.position, place: set.place)
        }
        return gates
    }

    /// The kinds of labels: those of base, and the company's own in their place or beside them.
    var labels: [String: LabelRule] { library.labels.merging(company.labels) { _, own in own } }

    private func retention() -> [String: RetentionRule] {
        let drafts = library.retention.merging(company.retention) { base, own in
            refusals.refuse(.numberChanged, own.place, "retention code \(own.name) belongs to base")
            return base
        }
        let fields = (library.classes.merging(company.classes) { base, _ in base }).values.flatMap(
            \.fields.values)
        var scopes: [String: ScopeRule] = [:]
        for field in fields.sorted(by: { $0.path < $1.path }) {
            if let known = scopes[field.retain], known != field.scope {
                refusals.refuse(
                    .scopeMixed, field.place,
                    "\(field.path) gives retention code \(field.retain) a second scope")
            }
            scopes[field.retain] = scopes[field.retain] ?? field.scope
        }
        return drafts.mapValues { $0.rule(scope: scopes[$0.name] ?? .subject) }
    }

    private func classes(_ retention: [String: RetentionRule]) -> [String: ClassRule] {
        var used = company.classes
        for (name, place) in company.usedClasses {
            guard let found = library.classes[name] else {
                refusals.refuse(.unknownWord, place, "base has no class of that name")
                continue
            }
            if used[name] != nil { refusals.refuse(.repeated, place, "class \(name) is declared twice") }
            used[name] = found
        }
        return used.mapValues { draft in
            let fields = draft.fields.compactMapValues { rule($0, in: draft, retention) }
            return ClassRule(name: draft.name, number: draft.number, fields: fields, place: draft.place)
        }
    }

    private func rule(
        _ draft: FieldDraft, in owner: ClassDraft, _ retention: [String: RetentionRule]
    ) -> FieldRule? {
        guard let code = retention[draft.retain] else {
            refusals.refuse(.noRetention, draft.place, "\(draft.path) names no known retention code")
            return nil
        }
        let field = narrowed(draft)
        return FieldRule(
            path: field.path, number: FieldNumber(ofClass: owner.number, field: field.number),
            type: field.type, tier: field.tier,
            purposes: field.purposes.intersection(company.purposes.keys), forms: field.forms,
            mask: field.mask, index: field.index, pad: field.pad, outbound: field.outbound, retention: code,
            scope: field.scope, category: field.category, sources: field.sources, place: field.place)
    }

    private func narrowed(_ draft: FieldDraft) -> FieldDraft {
        var field = draft
        for narrowing in company.narrowings where narrowing.paths.contains(where: { $0.path == draft.path }) {
            if let purposes = narrowing.purposes { field.purposes.formIntersection(purposes) }
            if let forms = narrowing.forms { field.forms.formIntersection(forms) }
        }
        return field
    }

    private func roles() -> [RoleName: RoleRule] {
        Dictionary(company.roles.map { ($0.name, rule($0)) }, uniquingKeysWith: { one, _ in one })
    }

    private func rule(_ draft: RoleDraft) -> RoleRule {
        var reads: [CellKey: [ReadGrant]] = [:]
        var writes: [CellKey: PlainGrant] = [:]
        var finds: [CellKey: PlainGrant] = [:]
        var acts: [ActGrant] = []
        var notices: [NoticeKey: PlainGrant] = [:]
        for grant in draft.grants {
            let plain = PlainGrant(needs: grant.needs, place: grant.place)
            func keys(_ paths: [FieldPath]) -> [CellKey] {
                grant.purpose.map { purpose in paths.map { CellKey(path: $0, purpose: purpose) } } ?? []
            }
            switch grant.kind {
            case .read(let paths, let form, let mask):
                let read = ReadGrant(form: form, mask: mask, needs: grant.needs, place: grant.place)
                for key in keys(paths) { reads[key, default: []].append(read) }
            case .write(let paths): for key in keys(paths) { writes[key] = plain }
            case .find(let paths): for key in keys(paths) { finds[key] = plain }
            case .act(let actions):
                acts.append(
                    ActGrant(
                        actions: Set(actions), purpose: grant.purpose, needs: grant.needs, place: grant.place)
                )
            case .notice(let kinds):
                guard let purpose = grant.purpose else { continue }
                for kind in kinds { notices[NoticeKey(kind: kind, purpose: purpose)] = plain }
            }
        }
        return RoleRule(
            name: draft.name, budget: draft.budget, ownDataOnly: draft.ownDataOnly, reads: reads,
            writes: writes,
            finds: finds, acts: acts, notices: notices, denials: draft.denials, place: draft.place)
    }
}
