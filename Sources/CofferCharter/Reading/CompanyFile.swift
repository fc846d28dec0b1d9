import CofferModel

/// A company's charter as its file declares it, before it is joined with `base` and its overlays.
struct CompanyFile {
    let name: String
    let version: Int
    let overlays: [(text: String, place: Place)]
    let company: Company
    let casePattern: CasePattern?
    let reasons: Set<String>
    let fixedSources: [Network]
    let approvers: [(text: String, place: Place)]
    let gates: [String: (position: String, place: Place)]
    let usedClasses: [(text: String, place: Place)]
    let usedNotices: [(text: String, place: Place)]
    let classes: [String: ClassDraft]
    let narrowings: [Narrowing]
    let purposes: [Purpose: PurposeRule]
    let sources: [String: SourceRule]
    let consentActs: Set<ConsentAct>
    let retention: [String: RetentionDraft]
    let roles: [RoleDraft]
    let labels: [String: LabelRule]
    let notices: [String: NoticeDraft]
    let wording: Wording
    let quasiIdentifiers: Int
    let confidentiality: Confidentiality
    let place: Place

    static let keys: Set<String> = [
        "charter", "version", "extends", "overlays", "company", "case_pattern", "reasons", "fixed_sources",
        "approvers", "gates", "uses", "classes", "narrow", "purposes", "sources", "consent_acts", "retention",
        "roles", "labels", "notices", "words", "units", "measures", "quasi_identifiers", "confidentiality",
    ]
    private static let needed = [
        "charter", "version", "extends", "company", "case_pattern", "reasons", "uses", "purposes", "sources",
        "consent_acts", "roles", "confidentiality",
    ]

    init(_ tree: Tree, _ refusals: Refusals) {
        let reader = Reader(tree, "the charter", keys: Self.keys, refusals)
        for key in Self.needed { reader.need(key) }
        place = tree.place
        name = Self.title(reader)
        version = reader.number("version", in: 1...1_000_000) ?? 1
        if reader.has("extends"), reader.text("extends") != "base" {
            reader.refuse(.unknownWord, reader.line("extends"), "a charter extends base")
        }
        overlays = reader.texts("overlays") ?? []
        company = Company(reader)
        casePattern = Self.pattern(reader)
        reasons = Set((reader.texts("reasons") ?? []).compactMap { reader.name($0.text, $0.place) })
        fixedSources = Self.networks(reader)
        approvers = reader.texts("approvers") ?? []
        gates = Self.gates(reader)
        let uses = reader.tree("uses").map {
            Reader($0, "uses", keys: ["classes", "notices"], refusals)
        }
        uses?.need("classes")
        usedClasses = uses?.texts("classes") ?? []
        usedNotices = uses?.texts("notices") ?? []
        classes = ClassDraft.read(reader, numbers: 10_000...Int(UInt32.max))
        narrowings = Narrowing.read(reader)
        purposes = PurposeRule.read(reader)
        sources = SourceRule.read(reader)
        consentActs = reader.words("consent_acts") ?? []
        retention = RetentionDraft.read(reader, numbers: 1000...65_534)
        roles = RoleDraft.read(reader)
        labels = LabelRule.read(reader)
        notices = NoticeDraft.read(reader)
        wording = Wording.read(reader)
        quasiIdentifiers = reader.number("quasi_identifiers", in: 0...8) ?? Limits.quasiIdentifiers
        confidentiality = Confidentiality(reader)
    }

    /// A charter's title may hold hyphens, as `network-admin`.
    private static func title(_ reader: Reader) -> String {
        guard let text = reader.text("charter") else { return "" }
        guard Name.isValid(text.replacing("-", with: "_")) else {
            reader.refuse(
                .badName, reader.line("charter"), "a charter's name is lower-case letters, digits, - and _")
            return ""
        }
        return text
    }

    private static func pattern(_ reader: Reader) -> CasePattern? {
        guard let text = reader.text("case_pattern") else { return nil }
        guard let pattern = CasePattern(text) else {
            reader.refuse(
                .casePatternUnfit, reader.line("case_pattern"),
                "a case pattern is ^ and $ around characters and classes with {m,n}")
            return nil
        }
        let isLoose = ["4111111111111111", "79161234567", "anna"].contains { pattern.accepts($0) }
        if isLoose {
            reader.refuse(
                .casePatternUnfit, reader.line("case_pattern"),
                "a case pattern must not accept names, card or phone numbers: the ledger keeps case ids")
        }
        return pattern
    }

    private static func networks(_ reader: Reader) -> [Network] {
        (reader.texts("fixed_sources") ?? []).compactMap { text, place in
            guard let network = Network(text) else {
                reader.refuse(.wrongKind, place, "a fixed source is an address with a prefix length")
                return nil
            }
            if !network.isFixed {
                reader.refuse(.sourceWide, place, "a fixed source is no wider than /24, or /56 of version 6")
            }
            return network
        }
    }

    private static func gates(_ file: Reader) -> [String: (position: String, place: Place)] {
        guard let tree = file.tree("gates") else { return [:] }
        let reader = Reader(tree, "gates", keys: nil, file.refusals)
        var gates: [String: (position: String, place: Place)] = [:]
        for entry in reader.all { gates[entry.key] = reader.text(entry.key).map { ($0, entry.place) } }
        return gates
    }
}

/// `narrow: [{ fields: […], purposes?, forms? }]`: cuts ceilings of `base` down for this company.
struct Narrowing {
    let paths: [(path: FieldPath, place: Place)]
    let purposes: Set<Purpose>?
    let forms: Set<Form>?
    let place: Place

    static func read(_ file: Reader) -> [Narrowing] {
        (file.tree("narrow")?.list ?? []).map { tree in
            let reader = Reader(tree, "a narrowing", keys: ["fields", "purposes", "forms"], file.refusals)
            reader.need("fields")
            return Narrowing(
                paths: reader.paths("fields") ?? [], purposes: reader.words("purposes"),
                forms: reader.words("forms"), place: tree.place)
        }
    }
}

extension Company {
    init(_ file: Reader) {
        guard let tree = file.tree("company") else {
            self.init(name: "", contact: "", portal: nil, languages: [])
            return
        }
        let keys: Set<String> = ["name", "contact", "portal", "languages"]
        let reader = Reader(tree, "company", keys: keys, file.refusals)
        for key in ["name", "contact", "languages"] { reader.need(key) }
        let portal = reader.text("portal")
        if let portal, !Portal.isValid(portal) {
            reader.refuse(
                .portal, reader.line("portal"),
                "a portal is an https URL of a named host that ends in a slash")
        }
        self.init(
            name: reader.text("name") ?? "", contact: reader.text("contact") ?? "", portal: portal,
            languages: (reader.texts("languages") ?? []).map(\.text))
    }
}

extension PurposeRule {
    static func read(_ file: Reader) -> [Purpose: PurposeRule] {
        guard let tree = file.tree("purposes") else { return [:] }
        let reader = Reader(tree, "purposes", keys: nil, file.refusals)
        var purposes: [Purpose: PurposeRule] = [:]
        for entry in reader.all {
            guard let name = reader.name(entry.key, entry.place) else { continue }
            guard let purpose = Purpose(rawValue: name) else {
                reader.refuse(.unknownWord, entry.place, "\(name) is none of the known purposes")
                continue
            }
            let rule = Reader(entry.value, "purpose \(name)", keys: ["basis", "gate"], file.refusals)
            rule.need("basis")
            if purpose.isMarketing { rule.need("gate") }
            purposes[purpose] = PurposeRule(
                purpose: purpose, basis: rule.word("basis") ?? .consent, gate: rule.text("gate"),
                place: entry.place)
        }
        return purposes
    }
}

extension SourceRule {
    static func read(_ file: Reader) -> [String: SourceRule] {
        guard let tree = file.tree("sources") else { return [:] }
        let reader = Reader(tree, "sources", keys: nil, file.refusals)
        var sources: [String: SourceRule] = [:]
        for entry in reader.all {
            guard let name = reader.name(entry.key, entry.place) else { continue }
            sources[name] = SourceRule(purposes: reader.words(entry.key) ?? [], place: entry.place)
        }
        return sources
    }
}

extension Confidentiality {
    init(_ file: Reader) {
        guard let tree = file.tree("confidentiality") else {
            self.init(version: 0, texts: [:], place: file.place)
            return
        }
        let reader = Reader(tree, "confidentiality", keys: ["version", "text"], file.refusals)
        reader.need("version")
        reader.need("text")
        var texts: [String: String] = [:]
        if let tree = reader.tree("text") {
            let list = Reader(tree, "the confidentiality text", keys: nil, file.refusals)
            for entry in list.all { texts[entry.key] = list.text(entry.key) }
        }
        self.init(
            version: reader.number("version", in: 1...1_000_000) ?? 1, texts: texts,
            place: file.line("confidentiality"))
    }
}
