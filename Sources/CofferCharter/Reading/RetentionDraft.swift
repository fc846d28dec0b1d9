import CofferModel

/// A retention code as a file declares it, before its scope is known from the fields that use it.
struct RetentionDraft {
    let name: String
    let number: UInt16
    let neverKept: Bool
    let destroyWhen: Condition?
    var after: CalendarDuration?
    let from: Term?
    let unless: RetentionRule.Exception?
    let owner: RetentionRule.Owner?
    let otherwise: Condition?
    let also: [String]
    let rotate: CalendarDuration?
    let hasNoGrace: Bool
    let place: Place

    private static let keys: Set<String> = [
        "number", "keep", "destroy_when", "after", "from", "unless", "owner", "otherwise", "also",
        "grace", "rotate",
    ]

    static func read(_ file: Reader, numbers: ClosedRange<Int>) -> [String: RetentionDraft] {
        guard let tree = file.tree("retention") else { return [:] }
        let reader = Reader(tree, "retention", keys: nil, file.refusals)
        var codes: [String: RetentionDraft] = [:]
        for entry in reader.all {
            guard let name = reader.name(entry.key, entry.place) else { continue }
            codes[name] = RetentionDraft(name, entry, numbers, file.refusals)
        }
        return codes
    }

    init(_ name: String, _ entry: Tree.Entry, _ numbers: ClosedRange<Int>, _ refusals: Refusals) {
        let reader = Reader(entry.value, "retention code \(name)", keys: Self.keys, refusals)
        self.name = name
        place = entry.place
        reader.need("number")
        let number = reader.number("number", in: 1...65_534) ?? 0
        if number > 0, !numbers.contains(number) {
            reader.refuse(.numberRange, reader.line("number"), "the number of \(name) is not in its range")
        }
        self.number = UInt16(number)
        neverKept = reader.text("keep") == "never"
        if reader.has("keep"), !neverKept {
            reader.refuse(.unknownWord, reader.line("keep"), "keep of \(name) is never, or absent")
        }
        destroyWhen = Self.condition(reader, "destroy_when")
        otherwise = Self.condition(reader, "otherwise")
        after = reader.duration("after")
        from = Self.term(reader)
        owner = reader.word("owner")
        also = reader.texts("also")?.map(\.text) ?? []
        rotate = reader.duration("rotate")
        hasNoGrace = reader.text("grace") == "none"
        if reader.has("grace"), !hasNoGrace {
            reader.refuse(.unknownWord, reader.line("grace"), "grace of \(name) is none, or absent")
        }
        unless = Self.exception(reader)
        if !neverKept, destroyWhen == nil, after == nil {
            reader.refuse(.neverEnds, entry.place, "retention code \(name) never ends")
        }
    }

    private static func term(_ reader: Reader) -> Term? {
        guard let text = reader.text("from") else { return nil }
        guard let term = Term(text) else {
            reader.refuse(.unknownWord, reader.line("from"), "from of \(reader.what) is no known event")
            return nil
        }
        return term
    }

    private static func exception(_ reader: Reader) -> RetentionRule.Exception? {
        guard let tree = reader.tree("unless") else { return nil }
        let map = Reader(tree, "unless of \(reader.what)", keys: ["consent", "gate"], reader.refusals)
        map.need("consent")
        guard let gate = map.text("gate"), let consent = map.text("consent") else {
            map.refuse(.exceptionGate, nil, "a consent keeps a value only behind a gate")
            return nil
        }
        return RetentionRule.Exception(consent: consent, gate: gate)
    }

    private static func condition(_ reader: Reader, _ key: String) -> Condition? {
        reader.tree(key).flatMap { condition($0, reader, depth: 0) }
    }

    private static func condition(_ tree: Tree, _ reader: Reader, depth: Int) -> Condition? {
        if let text = tree.text {
            guard let term = Term(text) else {
                reader.refuse(.unknownWord, tree.place, "\(reader.what) waits for no known event")
                return nil
            }
            return .term(term)
        }
        guard let entry = tree.map?.first, tree.map?.count == 1, let list = entry.value.list, !list.isEmpty,
            depth < 4
        else {
            reader.refuse(
                .wrongKind, tree.place, "a condition is one of all, any, first, applicable with a list")
            return nil
        }
        let parts = list.compactMap { condition($0, reader, depth: depth + 1) }
        switch entry.key {
        case "all": return .all(parts)
        case "any", "first": return .any(parts)
        case "applicable": return .applicable(parts)
        default:
            reader.refuse(.unknownKey, entry.place, "a condition is one of all, any, first, applicable")
            return nil
        }
    }

    /// The rule, once the fields have told its scope.
    func rule(scope: ScopeRule) -> RetentionRule {
        RetentionRule(
            name: name, number: number, scope: scope, neverKept: neverKept, destroyWhen: destroyWhen,
            after: after, from: from, unless: unless, owner: owner, otherwise: otherwise, also: also,
            rotate: rotate, hasNoGrace: hasNoGrace, place: place)
    }
}
