import CofferModel

/// One line of a role's grants.
struct GrantDraft {
    enum Kind {
        case read([FieldPath], Form, MaskRule?)
        case write([FieldPath])
        case find([FieldPath])
        case act([Action])
        case notice([String])
    }

    let kind: Kind
    let purpose: Purpose?
    let needs: Set<Need>
    let place: Place

    private static let kinds: [String: Set<String>] = [
        "fields": ["fields", "form", "mask"], "write": ["write"], "find": ["find"], "act": ["act"],
        "notice": ["notice"],
    ]

    /// Exactly one of `fields`, `write`, `find`, `act` and `notice` says of which kind the grant is.
    init?(_ tree: Tree, _ role: RoleName, _ refusals: Refusals) {
        let present = Self.kinds.keys.filter { kind in tree.map?.contains { $0.key == kind } ?? false }
        guard let kind = present.first, present.count == 1, let keys = Self.kinds[kind] else {
            refusals.refuse(
                .wrongKind, tree.place, "a grant of \(role) has one of fields, write, find, act and notice")
            return nil
        }
        let reader = Reader(tree, "a grant of \(role)", keys: keys.union(["purpose", "needs"]), refusals)
        if kind != "act" { reader.need("purpose") }
        if kind == "fields" { reader.need("form") }
        purpose = reader.word("purpose")
        needs = reader.words("needs") ?? []
        place = tree.place
        let paths = (reader.paths(kind == "act" || kind == "notice" ? "" : kind) ?? []).map(\.path)
        switch kind {
        case "fields":
            self.kind = .read(paths, reader.word("form") ?? .verified, FieldDraft.mask(reader))
        case "write": self.kind = .write(paths)
        case "find": self.kind = .find(paths)
        case "act": self.kind = .act(Array(reader.words("act", as: Action.self) ?? []).sorted())
        default:
            self.kind = .notice((reader.texts("notice") ?? []).compactMap { reader.name($0.text, $0.place) })
        }
        if kind != "act", purpose == nil { return nil }
    }
}
