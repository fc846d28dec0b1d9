import CofferCharter
import CofferModel

extension TextRule {
    static let keys: Set<String> = ["column", "columns", "value", "join", "words", "otherwise"]

    /// Reads the name of a column, or a mapping that says more.
    init(_ tree: Tree, _ place: Place, _ what: String, _ refusals: Refusals) {
        self.init()
        if let column = tree.text {
            columns = [column]
            if column.isEmpty { refusals.refuse(.wrongKind, place, "\(what) names a column") }
        } else {
            self.init(Reader(tree, what, keys: Self.keys, refusals), place)
        }
    }

    /// Reads a mapping.
    init(_ reader: Reader, _ place: Place) {
        self.init()
        if ["column", "columns", "value"].count(where: { reader.has($0) }) != 1 {
            reader.refuse(
                .missingKey, place, "\(reader.what) is made of one of column, columns and value")
        }
        if let column = reader.text("column") { columns = [column] }
        if reader.has("columns") { columns = reader.texts("columns")?.map(\.text) ?? [] }
        constant = reader.text("value")
        if let text = reader.text("join") {
            join = text
            if columns.count < 2 { reader.refuse(.wrongKind, reader.line("join"), "join is for columns") }
        }
        otherwise = reader.text("otherwise")
        if let tree = reader.tree("words") { words = Self.words(tree, reader.refusals) }
        for key in ["words", "otherwise"] where constant != nil && reader.has(key) {
            reader.refuse(.wrongKind, reader.line(key), "\(key) is for what stands in columns")
        }
    }

    private static func words(_ tree: Tree, _ refusals: Refusals) -> [String: String] {
        var words: [String: String] = [:]
        for entry in Reader(tree, "words", keys: nil, refusals).all {
            guard let text = entry.value.text, !text.isEmpty else {
                refusals.refuse(.wrongKind, entry.place, "words says a text for a text")
                continue
            }
            words[entry.key] = text
        }
        if words.isEmpty { refusals.refuse(.emptyList, tree.place, "words is empty") }
        return words
    }
}

extension CellRule {
    private static let shapes = ["date", "month", "phone", "list", "as"]

    /// Reads what stands under a key that must be there.
    init(_ reader: Reader, _ key: String) {
        self.init()
        guard let tree = reader.tree(key) else { return }
        self = CellRule(tree, reader.line(key), key, reader.refusals)
    }

    /// Reads the name of a column, or a mapping that says more.
    init(_ tree: Tree, _ place: Place, _ what: String, _ refusals: Refusals) {
        self.init()
        guard let entries = tree.map else {
            text = TextRule(tree, place, what, refusals)
            return
        }
        if let parts = entries.first(where: { $0.key == "address" }) {
            _ = Reader(tree, what, keys: ["address"], refusals)
            address = AddressRule(parts.value, refusals)
            return
        }
        let reader = Reader(tree, what, keys: TextRule.keys.union(Self.shapes), refusals)
        text = TextRule(reader, place)
        shape = Self.shape(reader)
        for key in Self.shapes where key != "as" && text.constant != nil && reader.has(key) {
            reader.refuse(.wrongKind, reader.line(key), "\(key) is for what stands in columns")
        }
    }

    private enum Kind: String { case text, flag, count }

    private static func shape(_ reader: Reader) -> Shape {
        let given = shapes.filter { reader.has($0) }
        guard let key = given.first else { return .text }
        if given.count > 1 {
            reader.refuse(.repeated, reader.line(given[1]), "a value is made one thing")
        }
        switch key {
        case "date", "month":
            let isMonth = key == "month"
            guard let pattern = reader.text(key).flatMap({ DatePattern($0, ofMonths: isMonth) }) else {
                reader.refuse(
                    .wrongKind, reader.line(key),
                    isMonth
                        ? "month is a pattern of MM and YY or YYYY" : "date is a pattern of DD, MM and YYYY")
                return .text
            }
            return isMonth ? .month(pattern) : .date(pattern)
        case "list":
            guard let separator = reader.text(key) else { return .text }
            return .list(separator)
        case "phone": return phone(reader).map { .phone($0) } ?? .text
        default:
            switch reader.word("as", as: Kind.self) {
            case .flag: return .flag
            case .count: return .count
            default: return .text
            }
        }
    }

    private static func phone(_ cell: Reader) -> PhoneRule? {
        guard let tree = cell.tree("phone") else { return nil }
        let reader = Reader(tree, "phone", keys: ["calling_code", "trunk"], cell.refusals)
        reader.need("calling_code")
        reader.need("trunk")
        guard let code = reader.text("calling_code"), let trunk = reader.text("trunk") else { return nil }
        let digits = code.dropFirst()
        guard code.hasPrefix("+"), 1...3 ~= digits.count, digits.allSatisfy({ ("0"..."9").contains($0) })
        else {
            reader.refuse(
                .wrongKind, reader.line("calling_code"), "calling_code is a plus and 1...3 digits, in quotes")
            return nil
        }
        if trunk == "none" { return PhoneRule(callingCode: code, trunk: nil) }
        guard 1...2 ~= trunk.count, trunk.allSatisfy({ ("0"..."9").contains($0) }) else {
            reader.refuse(.wrongKind, reader.line("trunk"), "trunk is one or two digits, or none")
            return nil
        }
        return PhoneRule(callingCode: code, trunk: trunk)
    }
}

extension AddressRule {
    init(_ tree: Tree, _ refusals: Refusals) {
        self.init()
        let reader = Reader(
            tree, "address", keys: ["lines", "city", "postcode", "country"], refusals)
        for key in ["lines", "city", "country"] { reader.need(key) }
        if let list = reader.tree("lines") {
            if list.list?.isEmpty ?? true { reader.refuse(.wrongKind, list.place, "lines is a list") }
            lines = (list.list ?? []).map { TextRule($0, $0.place, "lines", refusals) }
        }
        func part(_ key: String) -> TextRule? {
            reader.tree(key).map { TextRule($0, reader.line(key), key, refusals) }
        }
        city = part("city") ?? city
        country = part("country") ?? country
        postcode = part("postcode")
    }
}
