import CofferModel

/// Words of a closed list.
enum Choice {
    static let subjectKinds = WordList("person organisation")
    static let owners = WordList("customer provider")
    static let payments = WordList(
        "pending due paid partly_paid overdue failed refunded reversed cancelled written_off")
    static let services = WordList("prospect proposed ordered active suspended ended")

    /// The word, if the list has it.
    static func canonical(_ input: String, of list: WordList, rule: Rule) throws(BadValue) -> String {
        guard list.contains(input) else { throw BadValue(rule) }
        return input
    }
}

/// A word of a list that the charter or its company keeps: a topic, a plan, a band.
enum Word {
    /// 1...64 ASCII letters, digits and `. _ : + / -`, a letter or digit first.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let bytes = Array(input.utf8)
        guard 1...64 ~= bytes.count, ASCII.isAlphanumeric(bytes[0]),
            bytes.allSatisfy({ ASCII.isAlphanumeric($0) || "._:+/-".utf8.contains($0) })
        else { throw BadValue("word.form") }
        return input
    }
}

/// Several words of such lists.
enum WordArray {
    /// A JSON array of 1...32 words, each once, in the order given.
    static func canonical(_ input: JSON) throws(BadValue) -> [UInt8] {
        guard case .array(let elements) = input else { throw BadValue("value.type") }
        var words: [String] = []
        for element in elements {
            let word = try Word.canonical(try Input.text(element))
            if !words.contains(word) { words.append(word) }
            guard words.count <= 32 else { throw BadValue("word_list.length") }
        }
        guard !words.isEmpty else { throw BadValue("word_list.length") }
        return JSON.array(words.map { .string($0) }).canonical
    }
}

/// Yes or no.
enum Flag {
    /// `true` or `false`, from a truth value or its text.
    static func canonical(_ input: JSON) throws(BadValue) -> String {
        switch input {
        case .bool(let value): value ? "true" : "false"
        case .string("true"): "true"
        case .string("false"): "false"
        default: throw BadValue("flag.form")
        }
    }
}

/// How many.
enum Count {
    /// 0...2⁵³−1 in decimal, from an integer or its text.
    static func canonical(_ input: JSON) throws(BadValue) -> String {
        let text = if case .integer(let value) = input { String(value) } else { try Input.text(input) }
        guard 1...16 ~= text.utf8.count, text.utf8.allSatisfy({ ASCII.isDigit($0) }),
            text == "0" || !text.hasPrefix("0"), let value = Int64(text), value < 1 << 53
        else { throw BadValue("count.form") }
        return text
    }
}

/// A measured number.
enum Decimal {
    /// An optional minus, 1...15 digits, and up to 9 decimals without zeros at their end; never `-0`.
    static func canonical(_ input: JSON) throws(BadValue) -> String {
        let text = if case .integer(let value) = input { String(value) } else { try Input.text(input) }
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0)
            .split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { ASCII.isDigit($0) } }) else {
            throw BadValue("decimal.form")
        }
        let units = parts[0].drop { $0 == "0" }
        var decimals = parts.count == 2 ? parts[1] : ""
        guard units.utf8.count <= 15, decimals.utf8.count <= 9 else { throw BadValue("decimal.range") }
        while decimals.last == "0" { decimals.removeLast() }
        let number = (units.isEmpty ? "0" : units) + (decimals.isEmpty ? "" : "." + decimals)
        return (isNegative && number != "0" ? "-" : "") + number
    }
}
