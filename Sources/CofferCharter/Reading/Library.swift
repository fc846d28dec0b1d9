import CofferModel

/// What `base` declares: classes with their ceilings, retention codes, gates, and the library of notices with its words.
///
/// Grants nothing. A company's charter picks from it and may add classes, codes and notices of its own.
struct Library {
    var gates: [String: GateRule] = [:]
    var classes: [String: ClassDraft] = [:]
    var retention: [String: RetentionDraft] = [:]
    var labels: [String: LabelRule] = [:]
    var notices: [String: NoticeRule] = [:]
    var wording = Wording()
    var place: Place

    static let keys: Set<String> = [
        "charter", "version", "gates", "classes", "retention", "labels", "notices", "words", "units",
        "measures",
    ]

    static func read(_ tree: Tree, _ refusals: Refusals) -> Library {
        let reader = Reader(tree, "the base charter", keys: nil, refusals)
        for entry in reader.all where !keys.contains(entry.key) {
            let grants = ["roles", "purposes", "sources", "uses"].contains(entry.key)
            refusals.refuse(
                grants ? .baseGrants : .unknownKey, entry.place,
                "the base charter declares and grants nothing; it has no key \(Reader.shown(entry.key))")
        }
        reader.need("charter")
        var library = Library(place: tree.place)
        library.gates = GateRule.declared(reader)
        library.classes = ClassDraft.read(reader, numbers: 1...9999)
        library.retention = RetentionDraft.read(reader, numbers: 1...999)
        library.labels = LabelRule.read(reader)
        library.notices = NoticeDraft.read(reader).mapValues { $0.rule(refusals) }
        library.wording = Wording.read(reader)
        return library
    }
}

extension GateRule {
    /// Gates as `base` declares them: each with its positions from the strictest, at which it stands.
    static func declared(_ file: Reader) -> [String: GateRule] {
        guard let tree = file.tree("gates") else { return [:] }
        let reader = Reader(tree, "gates", keys: nil, file.refusals)
        var gates: [String: GateRule] = [:]
        for entry in reader.all {
            let positions = (reader.texts(entry.key) ?? []).map(\.text)
            guard let first = positions.first else { continue }
            gates[entry.key] = GateRule(positions: positions, position: first, place: entry.place)
        }
        return gates
    }
}
