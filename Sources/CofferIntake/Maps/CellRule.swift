import CofferModel

/// How a text is made of the cells of a row.
struct TextRule: Sendable {
    /// The columns it is made of; none for a constant.
    var columns: [String] = []
    /// What stands between them.
    var join = " "
    /// What is the same for every row.
    var constant: String?
    /// What the words of the table mean here; none means that any text is taken as it is.
    var words: [String: String] = [:]
    /// What holds where the cells are empty.
    var otherwise: String?

    /// What a row says; nil for nothing.
    ///
    /// - Throws: `intake.word` for a text that is none of the words.
    func text(_ cells: RowCells) throws(IntakeFault) -> String? {
        if let constant { return constant }
        let given = columns.compactMap { cells.text($0) }
        guard let first = given.first else { return otherwise }
        let text = columns.count == 1 ? first : given.map { Cells.trimmed($0) }.joined(separator: join)
        guard !words.isEmpty else { return text }
        guard let meant = words[Cells.trimmed(text)] else { throw cells.fault("intake.word", columns.first) }
        return meant
    }

    /// Whether a row says anything about it itself.
    func isGiven(_ cells: RowCells) -> Bool { columns.contains { cells.text($0) != nil } }
}

/// How one value is made of the cells of a row.
struct CellRule: Sendable {
    /// What is made of the text.
    enum Shape: Hashable, Sendable {
        case text, flag, count
        case date(DatePattern)
        case month(DatePattern)
        case phone(PhoneRule)
        /// Texts between which the separator stands.
        case list(String)
    }

    var text = TextRule()
    var shape = Shape.text
    /// The parts of an address; then there is no text.
    var address: AddressRule?

    /// Every column that is looked at.
    var used: [String] { text.columns + (address?.used ?? []) }

    /// Whether a row says anything about it itself.
    func isGiven(_ cells: RowCells) -> Bool { text.isGiven(cells) || address?.isGiven(cells) ?? false }

    /// What a row says; nil for nothing.
    ///
    /// - Throws: the rule that the text breaks, with its column.
    func value(_ cells: RowCells) throws(IntakeFault) -> JSON? {
        if let address { return try address.value(cells) }
        guard let text = try text.text(cells) else { return nil }
        switch shape {
        case .text: return .string(text)
        case .flag:
            guard text == "true" || text == "false" else { throw refusal("intake.flag", cells) }
            return .bool(text == "true")
        case .count:
            guard let count = Int64(text), String(count) == text, count.magnitude < 1 << 53 else {
                throw refusal("intake.count", cells)
            }
            return .integer(count)
        case .date(let pattern), .month(let pattern):
            guard let day = pattern.read(Cells.trimmed(text)) else { throw refusal("intake.date", cells) }
            return .string(day)
        case .phone(let rule):
            guard let number = rule.read(text) else { throw refusal("intake.phone", cells) }
            return .string(number)
        case .list(let separator):
            let parts = text.split(separator: separator, omittingEmptySubsequences: true)
            let texts = parts.map { Cells.trimmed(String($0)) }.filter { !$0.isEmpty }
            return texts.isEmpty ? nil : .array(texts.map { .string($0) })
        }
    }

    private func refusal(_ rule: Rule, _ cells: RowCells) -> IntakeFault {
        cells.fault(rule, text.columns.first)
    }
}

/// How an address is made of the cells of a row.
struct AddressRule: Sendable {
    var lines: [TextRule] = []
    var city = TextRule()
    var postcode: TextRule?
    var country = TextRule()

    private var parts: [TextRule] { lines + [city, country] + (postcode.map { [$0] } ?? []) }

    var used: [String] { parts.flatMap(\.columns) }

    func isGiven(_ cells: RowCells) -> Bool { parts.contains { $0.isGiven(cells) } }

    /// The address; nil where the row has nothing of it but what is the same for all.
    func value(_ cells: RowCells) throws(IntakeFault) -> JSON? {
        guard isGiven(cells) else { return nil }
        var texts: [JSON] = []
        for line in lines { if let text = try line.text(cells) { texts.append(.string(text)) } }
        var members: [String: JSON] = ["lines": .array(texts)]
        members["city"] = try city.text(cells).map { .string($0) }
        members["postcode"] = try postcode?.text(cells).map { .string($0) }
        members["country"] = try country.text(cells).map { .string($0) }
        return .object(members)
    }
}

/// The cells of a row by the names of their columns.
struct RowCells {
    let row: Row
    let header: Header
    /// Texts that mean nothing.
    let empty: Set<String>

    /// What stands in a column; nil for nothing.
    func text(_ column: String) -> String? {
        guard let place = header.place(of: column), place < row.cells.count else { return nil }
        let text = row.cells[place]
        let trimmed = Cells.trimmed(text)
        return trimmed.isEmpty || empty.contains(trimmed) ? nil : text
    }

    func fault(_ rule: Rule, _ column: String?) -> IntakeFault {
        let place = header.isOrdered ? column.flatMap { header.place(of: $0) } : nil
        return IntakeFault(rule, line: row.line, column: place.map { $0 + 1 })
    }
}
