import CofferModel

/// A row of a table.
struct Row: Sendable {
    /// Where it begins.
    struct Place: Hashable, Sendable {
        /// The line, from 1.
        var line: Int
        /// The byte of the file.
        var offset: Int64
    }

    let place: Place
    let cells: [String]

    var line: Int { place.line }

    /// How much stands in its cells.
    var bytes: Int { cells.reduce(0) { $0 + $1.utf8.count } }
}

/// The names of a table's columns.
struct Header: Sendable {
    private let places: [String: Int]
    let names: [String]
    /// Whether the columns have an order that a person sees; members of an object have none.
    let isOrdered: Bool

    /// Takes a table's first row.
    ///
    /// - Throws: `intake.header` for a column without a name or two with one, with its number.
    init(_ row: Row) throws(IntakeFault) {
        var places: [String: Int] = [:]
        names = row.cells.map { Cells.trimmed($0) }
        for (place, name) in names.enumerated() {
            guard !name.isEmpty, places.updateValue(place, forKey: name) == nil else {
                throw IntakeFault("intake.header", line: row.line, column: place + 1, isEnd: true)
            }
        }
        self.places = places
        isOrdered = true
    }

    /// Takes what members of objects are called; each once.
    init(members: [String]) {
        names = members
        places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
        isOrdered = false
    }

    /// Where a column stands, from 0.
    func place(of name: String) -> Int? { places[name] }
}

/// Texts of cells.
enum Cells {
    /// Without the spaces around it.
    static func trimmed(_ text: String) -> String {
        guard let first = text.first, let last = text.last, first.isWhitespace || last.isWhitespace else {
            return text
        }
        let end = text.lastIndex { !$0.isWhitespace }
        guard let begin = text.firstIndex(where: { !$0.isWhitespace }), let end else { return "" }
        return String(text[begin...end])
    }
}
