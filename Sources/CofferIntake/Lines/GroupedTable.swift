import CofferModel

/// A table with several rows a customer, in any order: the places of rows are kept, and never what stands in them.
final class GroupedTable {
    private struct Entry {
        let name: Name
        let place: Row.Place
    }

    /// What stands for a reference: two hashes, each with the process's own random key.
    struct Name: Hashable, Comparable {
        private let one: Int
        private let other: Int

        init(_ ref: String) {
            var hasher = Hasher()
            hasher.combine(ref)
            one = hasher.finalize()
            hasher = Hasher()
            hasher.combine(1)
            hasher.combine(ref)
            other = hasher.finalize()
        }

        static func < (a: Name, b: Name) -> Bool { (a.one, a.other) < (b.one, b.other) }
    }

    private let path: String
    private let walk: Table
    private let seek: Table
    private var entries: [Entry] = []
    private var isUsed: [Bool] = []
    private var last: Table?

    var map: TableMap { walk.map }

    init(_ path: String, _ map: TableMap) throws(IntakeFault) {
        self.path = path
        walk = try Table(path, map)
        guard walk.share != nil else { throw IntakeFault("intake.seek", line: 0, isEnd: true) }
        seek = try Table(path, map)
    }

    /// Takes the next row into the index; false after the last.
    ///
    /// - Throws: what is wrong with a row, or that nobody can be told whose it is.
    func index() throws(IntakeFault) -> Bool {
        guard let cells = try walk.next() else {
            entries.sort { ($0.name, $0.place.offset) < ($1.name, $1.place.offset) }
            isUsed = Array(repeating: false, count: entries.count)
            return false
        }
        guard entries.count < Limits.intakeIndexedRows else {
            throw IntakeFault("intake.rows", line: cells.row.line, isEnd: true)
        }
        entries.append(Entry(name: Name(try walk.ref(cells)), place: cells.row.place))
        return true
    }

    /// The rows of a customer, in the order of the file.
    ///
    /// - Throws: `intake.rows_of_customer` when there are too many; that the file was changed meanwhile.
    func rows(of ref: String) throws(IntakeFault) -> [RowCells] {
        let name = Name(ref)
        let first = position(of: name, from: 0)
        var end = first
        while end < entries.count, entries[end].name == name {
            isUsed[end] = true
            end += 1
        }
        guard end - first <= Limits.intakeRowsOfCustomer else {
            throw IntakeFault("intake.rows_of_customer", line: entries[first].place.line)
        }
        var rows: [RowCells] = []
        var bytes = 0
        for entry in entries[first..<end] {
            let cells = try seek.row(at: entry.place)
            bytes += cells.row.bytes
            guard bytes <= Limits.intakeCustomerBytes else {
                throw IntakeFault("intake.rows_of_customer", line: entry.place.line)
            }
            rows.append(cells)
        }
        return rows
    }

    /// The reference of the next customer, in the order in which the file has their first rows; nil after the last.
    func nextCustomer() throws(IntakeFault) -> (ref: String, line: Int)? {
        let table = try again()
        while let cells = try table.next() {
            let ref = try table.ref(cells)
            let at = position(of: Name(ref), from: 0)
            if at < entries.count, entries[at].place == cells.row.place { return (ref, cells.row.line) }
        }
        return nil
    }

    /// The next row that no customer has taken; nil after the last.
    func nextUnused() throws(IntakeFault) -> Int? {
        let table = try again()
        while let cells = try table.next() {
            let at = position(of: Name(try table.ref(cells)), from: cells.row.place.offset)
            if at < entries.count, !isUsed[at] { return cells.row.line }
        }
        return nil
    }

    /// How much was read of the file, the second time.
    var share: Double? { last?.share }

    private func again() throws(IntakeFault) -> Table {
        if let last { return last }
        let table = try Table(path, map)
        last = table
        return table
    }

    /// Where the rows of a customer begin that stand at an offset of the file or behind it.
    private func position(of name: Name, from offset: Int64) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            let entry = entries[middle]
            if (entry.name, entry.place.offset) < (name, offset) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
