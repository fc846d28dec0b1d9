import CofferCharter
import CofferFields
import CofferModel

extension Charter {
    /// The keys that a process needs to do what its role may, and no other (crypto.md §1).
    ///
    /// A process with an index key can try values offline, so none gets that of a card or a phone: who searches by
    /// those asks a process with the root key. Values answered by the same mask always need no key at all.
    ///
    /// - Parameters:
    ///   - role: the role.
    ///   - notices: whether the process writes notices: the scan compares with every value, so it holds every key.
    ///   - now: the time; labels are made under the keys of their periods.
    /// - Returns: the uses.
    func keyUses(of role: RoleName, notices: Bool, at now: Timestamp) -> Set<KeyUse> {
        var uses: Set<KeyUse> = [.facts, .scopes(0)]
        if notices { uses.formUnion(labelsInUse.map { $0.key(at: now) } + [.labelIndex]) }
        for row in table() where row.role == role {
            if let rule = row.path.flatMap({ fields[$0] }) {
                if case .notice = row.use, !notices { continue }
                uses.formUnion(keyUses(row.use, rule))
            } else if case .act(.importing) = row.use {
                uses.insert(.references)
                uses.formUnion(fields.values.flatMap { keyUses(.write, $0) })
            } else if case .act(.resolve) = row.use {
                uses.formUnion(
                    labels.values.filter { $0.mode == .siv }.map { $0.key(at: now) } + [.labelIndex])
            }
        }
        return uses
    }

    private func keyUses(_ use: Row.Use, _ rule: FieldRule) -> Set<KeyUse> {
        let scope = KeyUse.scopes(rule.retention.number)
        switch use {
        case .read(.clear), .read(.delivered), .read(.verified): return [.field(rule.number), scope]
        case .read(.masked):
            if rule.mask?.isConstant ?? true { return [] }
            return [rule.hasMaskKey ? .masked(rule.number) : .field(rule.number), scope]
        case .read(.label): return [.audience(.staff, period: 0)]
        case .read(.aggregate), .act: return []
        case .write:
            // What is read out of the field is written with it.
            let written = [rule] + fields.values.filter { $0.sources.contains(rule.path) }
            return Set(
                written.flatMap { rule in
                    rule.keyUses.filter { $0 != .index(rule.number) || !Self.isGuessable(rule.type) }
                        + [.scopes(rule.retention.number)]
                })
        case .find: return Self.isGuessable(rule.type) ? [] : [.index(rule.number)]
        case .notice:
            // The scan compares with every value of the subject, so whoever writes notices holds every field's key.
            let all = fields.values.flatMap { [KeyUse.field($0.number), .scopes($0.retention.number)] }
            return Set(all)
        }
    }

    /// Values of which there are so few that an index key would give them away.
    private static func isGuessable(_ type: FieldType) -> Bool { type == .pan || type == .phone }
}
