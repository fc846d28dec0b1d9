import CofferModel

extension LabelRule {
    private static let keys: Set<String> = ["of", "mode", "scope", "period", "network", "format", "services"]

    static func read(_ file: Reader) -> [String: LabelRule] {
        guard let tree = file.tree("labels") else { return [:] }
        let reader = Reader(tree, "labels", keys: nil, file.refusals)
        var labels: [String: LabelRule] = [:]
        for entry in reader.all {
            guard let kind = reader.name(entry.key, entry.place) else { continue }
            labels[kind] = LabelRule(kind, entry, file.refusals)
        }
        return labels
    }

    private init?(_ kind: String, _ entry: Tree.Entry, _ refusals: Refusals) {
        let reader = Reader(entry.value, "label \(kind)", keys: Self.keys, refusals)
        for key in ["of", "mode", "period"] { reader.need(key) }
        guard let path = Self.path(reader) else { return nil }
        self.kind = kind
        self.path = path
        place = entry.place
        mode = reader.word("mode") ?? .mac
        scope = Self.scope(reader)
        period = reader.word("period") ?? .quarter
        networks = Networks(reader, mode)
        let made = mode
        format = reader.tree("format").map { LabelFormat($0, of: reader, made) } ?? made.format
        services = Self.services(reader, mode)
    }

    /// `of: device` is the record, by the `id` of its class; `of: telemetry.ip` is the field.
    private static func path(_ reader: Reader) -> FieldPath? {
        guard let text = reader.text("of") else { return nil }
        if let path = FieldPath(text) { return path }
        return reader.name(text, reader.line("of")).map { FieldPath(className: $0, field: "id") }
    }

    /// A label of a person, the same wherever he turns up, is what this language has no word for.
    private static func scope(_ reader: Reader) -> Scope {
        guard reader.has("scope") else { return .transaction }
        if reader.tree("scope")?.text == "person" {
            reader.refuse(
                .labelPerson, reader.line("scope"), "\(reader.what) would follow a person everywhere")
            return .transaction
        }
        return reader.word("scope") ?? .transaction
    }

    private static func services(_ reader: Reader, _ mode: Mode) -> [String: LabelFormat] {
        guard let tree = reader.tree("services") else { return [:] }
        let list = Reader(tree, "the services of \(reader.what)", keys: nil, reader.refusals)
        var formats: [String: LabelFormat] = [:]
        for entry in list.all {
            guard let name = list.name(entry.key, entry.place) else { continue }
            formats[name] = LabelFormat(entry.value, of: list, mode)
        }
        return formats
    }
}

extension LabelRule.Networks {
    fileprivate init(_ label: Reader, _ mode: LabelRule.Mode) {
        guard let tree = label.tree("network") else {
            self.init(version4: 24, version6: 48)
            return
        }
        if mode != .ipPrefix {
            label.refuse(.labelModeUnfit, label.line("network"), "\(label.what) names no network")
        }
        let reader = Reader(
            tree, "the network of \(label.what)", keys: ["ipv4", "ipv6"], label.refusals)
        self.init(
            version4: reader.number("ipv4", in: 0...32) ?? 24,
            version6: reader.number("ipv6", in: 0...128) ?? 48)
    }
}

extension LabelRule.Mode {
    /// How labels of this mode are written, unless the charter says otherwise.
    var format: LabelFormat {
        switch self {
        case .mac, .ipPrefix: .machine
        case .siv: .reversible
        case .table: .short
        }
    }

    /// How many bytes a label stands for; nil for a table, whose labels are tried until one is free.
    var bytes: Int? {
        switch self {
        case .mac, .ipPrefix: 16
        case .siv: 32
        case .table: nil
        }
    }
}

extension LabelFormat {
    /// `{ prefix, alphabet, length, check }`, each with the default of the mode.
    fileprivate init(_ tree: Tree, of label: Reader, _ mode: LabelRule.Mode) {
        let keys: Set<String> = ["prefix", "alphabet", "length", "check"]
        let reader = Reader(tree, "a format of \(label.what)", keys: keys, label.refusals)
        let standard = mode.format
        do {
            self = try LabelFormat(
                prefix: reader.text("prefix") ?? "", alphabet: reader.text("alphabet") ?? standard.alphabet,
                length: reader.number("length", in: 0...1000) ?? standard.length,
                check: reader.flag("check") ?? true)
        } catch {
            let what =
                switch error {
                case .prefix: "a prefix is at most 16 upper-case letters, digits and hyphens"
                case .alphabet: "an alphabet is 10...36 different upper-case letters and digits"
                case .length: "a label has 6...80 characters"
                }
            reader.refuse(.labelFormat, nil, what)
            self = standard
        }
    }
}
