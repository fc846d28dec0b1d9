import CofferModel

extension Overlay {
    private static let keys: Set<String> = [
        "overlay", "jurisdictions", "consent_acts", "gates", "retention", "deny", "clocks",
    ]

    static func read(_ tree: Tree, name: String, _ refusals: Refusals) -> Overlay {
        let reader = Reader(tree, "overlay \(name)", keys: keys, refusals)
        reader.need("overlay")
        reader.need("jurisdictions")
        if reader.text("overlay") != name {
            reader.refuse(.unknownWord, reader.line("overlay"), "the overlay's file has another name")
        }
        return Overlay(
            name: name, jurisdictions: Set((reader.texts("jurisdictions") ?? []).map(\.text)),
            consentActs: reader.words("consent_acts"), gates: texts(reader, "gates"),
            retention: durations(reader, "retention"), denials: DenyRule.read(reader),
            clocks: durations(reader, "clocks"), place: tree.place)
    }

    private static func texts(_ file: Reader, _ key: String) -> [String: String] {
        guard let tree = file.tree(key) else { return [:] }
        let reader = Reader(tree, "\(key) of \(file.what)", keys: nil, file.refusals)
        return Dictionary(
            uniqueKeysWithValues: reader.all.compactMap { entry in
                reader.text(entry.key).map { (entry.key, $0) }
            })
    }

    private static func durations(_ file: Reader, _ key: String) -> [String: CalendarDuration] {
        guard let tree = file.tree(key) else { return [:] }
        let reader = Reader(tree, "\(key) of \(file.what)", keys: nil, file.refusals)
        return Dictionary(
            uniqueKeysWithValues: reader.all.compactMap { entry in
                reader.duration(entry.key).map { (entry.key, $0) }
            })
    }
}
