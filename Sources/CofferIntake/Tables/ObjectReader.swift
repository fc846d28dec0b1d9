import CofferModel

/// Lines of JSON as rows of a table: an object a line, whose members are the cells.
///
/// A member inside another is called by both names with a dot between them, as `address.city`, and one of a list by its place
/// from 0, as `phones.0`. Every member is either a column that the map uses or ignored; with what is called before a dot,
/// all behind it is ignored too. What a line does not have, or has as null, is an empty cell.
final class ObjectReader: RowSource {
    private static let chunk = 64 * 1024
    private let file: InputFile
    private let header: Header
    private let ignored: Set<String>
    private var piece: [UInt8] = []
    private var at = 0
    /// Where the next byte stands.
    private var place = Row.Place(line: 1, offset: 0)

    init(_ file: InputFile, _ header: Header, ignoring ignored: [String]) {
        self.file = file
        self.header = header
        self.ignored = Set(ignored)
    }

    var share: Double? { file.size.map { Double(place.offset) / Double(max($0, 1)) } }

    func next() throws(IntakeFault) -> Row? {
        while true {
            let begin = place
            guard var line = try line() else { return nil }
            if begin.offset == 0, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
            guard line.count <= Limits.intakeRowBytes else {
                throw IntakeFault("intake.row_size", line: begin.line)
            }
            if line.allSatisfy({ Self.isSpace($0) }) { continue }
            return Row(place: begin, cells: try cells(line, begin.line))
        }
    }

    func seek(to row: Row.Place) throws(IntakeFault) {
        guard row != place else { return }
        try file.seek(to: row.offset)
        (piece, at, place) = ([], 0, row)
    }

    /// The next line without its end, cut one byte beyond the limit of a row; nil at the end.
    private func line() throws(IntakeFault) -> [UInt8]? {
        var line: [UInt8] = []
        var isAny = false
        while true {
            if at == piece.count {
                piece = try file.read(Self.chunk)
                at = 0
                if piece.isEmpty { return isAny ? line : nil }
            }
            isAny = true
            let end = piece[at...].firstIndex(of: 10)
            let part = piece[at..<(end ?? piece.count)]
            line += part.prefix(max(0, Limits.intakeRowBytes + 1 - line.count))
            at = end.map { $0 + 1 } ?? piece.count
            place.offset += Int64(part.count + (end == nil ? 0 : 1))
            if end != nil {
                place.line += 1
                return line
            }
        }
    }

    private func cells(_ line: [UInt8], _ number: Int) throws(IntakeFault) -> [String] {
        guard let json = try? JSON(foreign: line, limit: Limits.intakeRowBytes), json.object != nil else {
            throw IntakeFault("intake.json", line: number)
        }
        var cells = [String](repeating: "", count: header.names.count)
        var given: Set<Int> = []
        try take(json, called: "") { (name, text) throws(IntakeFault) in
            guard let column = header.place(of: name) else {
                throw IntakeFault("intake.member", line: number)
            }
            // "a.b" beside a "b" in an "a".
            guard given.insert(column).inserted else { throw IntakeFault("intake.json", line: number) }
            guard text.utf8.count <= Limits.intakeCellBytes else {
                throw IntakeFault("intake.cell_size", line: number)
            }
            guard text.unicodeScalars.allSatisfy({ $0.value >= 32 || Self.isSpace(UInt8($0.value)) }) else {
                throw IntakeFault("intake.control", line: number)
            }
            cells[column] = text
        }
        return cells
    }

    /// Hands over all that is in a value, by its name.
    private func take(
        _ json: JSON, called name: String, _ body: (String, String) throws(IntakeFault) -> Void
    ) throws(IntakeFault) {
        guard !ignored.contains(name) else { return }
        let head = name.isEmpty ? "" : name + "."
        switch json {
        case .null: return
        case .bool(let flag): try body(name, flag ? "true" : "false")
        case .integer(let number): try body(name, String(number))
        case .string(let text): try body(name, text)
        case .array(let list):
            for (place, one) in list.enumerated() { try take(one, called: head + String(place), body) }
        case .object(let members):
            // In the order of their names, so that the same line is refused for the same reason.
            for (key, one) in members.sorted(by: { $0.key < $1.key }) {
                try take(one, called: head + key, body)
            }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 32 || byte == 9 || byte == 10 || byte == 13
    }
}
