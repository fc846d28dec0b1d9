import CofferModel

/// A field as a file declares it, before its retention code is looked up.
struct FieldDraft {
    let path: FieldPath
    let number: UInt32
    let type: FieldType
    let tier: Int
    var purposes: Set<Purpose>
    var forms: Set<Form>
    let mask: MaskRule?
    let index: IndexRule?
    let pad: Int
    let outbound: [String: SlotForm]
    let retain: String
    let scope: ScopeRule
    let category: String
    let sources: [FieldPath]
    let place: Place

    private static let keys: Set<String> = [
        "number", "type", "tier", "purposes", "forms", "mask", "index", "pad", "outbound", "retain", "scope",
        "category", "from",
    ]
    private static let categories = Set("ABCDEFGHIJKL".map { String($0) } + ["none"])

    init(_ path: FieldPath, _ entry: Tree.Entry, _ numbers: ClosedRange<Int>, _ refusals: Refusals) {
        let reader = Reader(entry.value, "field \(path)", keys: Self.keys, refusals)
        self.path = path
        place = entry.place
        Self.refuseMissing(reader)
        number = UInt32(reader.number("number", in: 1...Int(UInt32.max)) ?? 0)
        if number > 0, !numbers.contains(Int(number)) {
            reader.refuse(.numberRange, reader.line("number"), "the number of \(path) is not in its range")
        }
        type = reader.word("type") ?? .text
        tier = reader.number("tier", in: 1...3) ?? 3
        purposes = reader.words("purposes") ?? []
        forms = reader.words("forms") ?? []
        mask = Self.mask(reader)
        index = Self.index(reader)
        pad = reader.number("pad", in: 1...1024) ?? 1
        outbound = Self.outbound(reader)
        retain = reader.text("retain") ?? ""
        scope = reader.word("scope") ?? .record
        category = reader.text("category") ?? "none"
        sources = Self.sources(reader)
        if !Self.categories.contains(category) {
            reader.refuse(
                .unknownWord, reader.line("category"), "the category of \(path) is a letter A…L or none")
        }
    }

    private static func refuseMissing(_ reader: Reader) {
        reader.need("number")
        reader.need("type")
        let needed: [(String, CharterRule)] = [
            ("purposes", .noPurpose), ("tier", .noTier), ("forms", .noForms), ("retain", .noRetention),
            ("scope", .noScope), ("category", .noCategory),
        ]
        for (key, rule) in needed where !reader.has(key) {
            reader.refuse(rule, nil, "\(reader.what) lacks \(key)")
        }
    }

    /// A mask by name; a network mask finer than /24 and /48 is refused as such.
    static func mask(_ reader: Reader) -> MaskRule? {
        guard let text = reader.text("mask") else { return nil }
        if text.hasPrefix("network_") {
            reader.refuse(
                .ipMaskTooFine, reader.line("mask"), "an address is shown no finer than /24 and /48: network")
            return nil
        }
        return reader.word("mask")
    }

    private static func index(_ reader: Reader) -> IndexRule? {
        guard let tree = reader.tree("index") else { return nil }
        if tree.map == nil {
            return reader.word("index").map { IndexRule(grain: $0, generation: 1) }
        }
        let index = Reader(
            tree, "the index of \(reader.what)", keys: ["by", "generation", "bytes"], reader.refusals)
        let grain: IndexRule.Grain? = index.has("by") ? index.word("by") : .exact
        if let bytes = index.text("bytes"), bytes != "16" {
            index.refuse(
                .indexLength, index.line("bytes"), "\(index.what) is 16 bytes, neither more nor less")
        }
        let generation = index.number("generation", in: 1...65_535)
        return grain.flatMap { grain in
            generation.map { IndexRule(grain: grain, generation: UInt16($0)) }
        }
    }

    /// One field, or a list of fields; what is there and names none would leave the field to be typed.
    private static func sources(_ reader: Reader) -> [FieldPath] {
        guard let tree = reader.tree("from") else { return [] }
        let sources =
            tree.list == nil
            ? reader.text("from").flatMap { FieldPath($0) }.map { [$0] } ?? []
            : reader.paths("from")?.map(\.path) ?? []
        if sources.isEmpty {
            reader.refuse(.derived, reader.line("from"), "\(reader.what) is read out of no field")
        }
        return sources
    }

    private static func outbound(_ reader: Reader) -> [String: SlotForm] {
        guard let tree = reader.tree("outbound") else { return [:] }
        let map = Reader(tree, "outbound of \(reader.what)", keys: nil, reader.refusals)
        var outbound: [String: SlotForm] = [:]
        for entry in map.all {
            guard let kind = map.name(entry.key, entry.place) else { continue }
            outbound[kind] = map.word(entry.key, as: SlotForm.self)
        }
        return outbound
    }
}
