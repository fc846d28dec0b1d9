import CofferModel

/// A table with its map: every column is either used or ignored, and what is used is there.
final class Table {
    let map: TableMap
    let header: Header
    private let rows: any RowSource

    /// Opens a file and reads its first row; lines of JSON have none, and their columns are what the map names.
    ///
    /// - Throws: `intake.header`, `intake.column_missing` or `intake.column_unknown` with the column's number; a failure.
    init(_ path: String, _ map: TableMap) throws(IntakeFault) {
        self.map = map
        let file = try InputFile(path)
        guard case .cells(let separator) = map.format.form else {
            header = Header(members: Set(map.used).sorted())
            rows = ObjectReader(file, header, ignoring: map.ignored)
            return
        }
        let rows = TableReader(file, separator, map.format.encoding)
        let first: Row?
        do { first = try rows.next() } catch {
            var fault = error
            fault.isEnd = true
            throw fault
        }
        guard let first else { throw IntakeFault("intake.header", line: 1, isEnd: true) }
        header = try Header(first)
        self.rows = rows
        try check(first.line)
    }

    /// How much of the file was read.
    var share: Double? { rows.share }

    /// The next row; nil after the last.
    ///
    /// - Throws: what is wrong with a row; unless it is the end, the next call goes on after it.
    func next() throws(IntakeFault) -> RowCells? {
        guard let row = try rows.next() else { return nil }
        guard row.cells.count == header.names.count else {
            throw IntakeFault("intake.columns", line: row.line)
        }
        return RowCells(row: row, header: header, empty: map.empty)
    }

    /// A row that was met before.
    func row(at place: Row.Place) throws(IntakeFault) -> RowCells {
        try rows.seek(to: place)
        guard let cells = try next(), cells.row.place == place else {
            throw IntakeFault("intake.changed", line: place.line, isEnd: true)
        }
        return cells
    }

    /// The company's own key of the customer whose row it is.
    func ref(_ cells: RowCells) throws(IntakeFault) -> String {
        try Reference.read(map.ref, cells)
    }

    private func check(_ line: Int) throws(IntakeFault) {
        let used = Set(map.used)
        let ignored = Set(map.ignored)
        if let name = (map.used + map.ignored).first(where: { header.place(of: $0) == nil }) {
            var fault = IntakeFault("intake.column_missing", line: line, isEnd: true)
            fault.missing = name
            throw fault
        }
        for (place, name) in header.names.enumerated() where !used.contains(name) && !ignored.contains(name) {
            throw IntakeFault("intake.column_unknown", line: line, column: place + 1, isEnd: true)
        }
    }
}

/// The company's own keys in a table.
enum Reference {
    /// Reads one of 1...128 bytes, without spaces around it.
    ///
    /// - Throws: `intake.ref` where there is none, or a longer one.
    static func read(_ rule: CellRule, _ cells: RowCells) throws(IntakeFault) -> String {
        let text = try rule.text.text(cells).map { Cells.trimmed($0) } ?? ""
        guard 1...128 ~= text.utf8.count else { throw cells.fault("intake.ref", rule.text.columns.first) }
        return text
    }
}

/// The references that an import has given, so that none is given twice.
struct GivenReferences {
    private var hashes: Set<UInt64> = []

    /// Notes a reference.
    ///
    /// - Parameters:
    ///   - name: the class that it is of, empty for customers.
    ///   - ref: the reference.
    /// - Returns: whether it is new; nil when there are too many.
    mutating func insert(_ name: String, _ ref: String) -> Bool? {
        var hasher = Hasher()
        hasher.combine(name)
        hasher.combine(ref)
        let hash = UInt64(bitPattern: Int64(hasher.finalize()))
        guard hashes.count < Limits.intakeReferences || hashes.contains(hash) else { return nil }
        return hashes.insert(hash).inserted
    }
}
