import CofferModel

/// How a table is written.
struct TableFormat: Hashable, Sendable {
    /// What stands between two cells.
    enum Separator: String, Sendable, CaseIterable {
        case comma, semicolon, tab

        var byte: UInt8 {
            switch self {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .tab: 9
            }
        }
    }

    /// Cells with something between them, or an object of JSON a line.
    enum Form: Hashable, Sendable {
        case cells(Separator)
        case objects
    }

    var form: Form
    var encoding: TextEncoding
}

/// Where the rows of a table come from.
protocol RowSource: AnyObject {
    /// How much of the file was read, 0...1; nil when its size is not known.
    var share: Double? { get }

    /// The next row that is not empty; nil after the last.
    ///
    /// - Throws: what is wrong with the row; unless it is the end, the next call goes on after it.
    func next() throws(IntakeFault) -> Row?

    /// Goes on at a row that was met before.
    func seek(to row: Row.Place) throws(IntakeFault)
}

/// The rows of a table, one at a time (RFC 4180, with lines that end in CR LF or in LF).
///
/// A row that is broken is refused for itself where it is clear at which line the next one begins. Where it is not, as
/// behind a quote that is never closed, reading ends. A cell or row beyond its limit costs no more memory than the limit.
final class TableReader: RowSource {
    private static let chunk = 64 * 1024
    /// What is read after a jump: most rows are no longer.
    private static let firstPiece = 4 * 1024
    private let file: InputFile
    private let separator: UInt8
    private var decoder: TextDecoder
    private var text: [UInt8] = []
    private var at = 0
    private var piece = chunk
    private var hasBegun = false
    private var atEnd = false
    /// Where the next byte stands.
    private var place = Row.Place(line: 1, offset: 0)

    init(_ file: InputFile, _ separator: TableFormat.Separator, _ encoding: TextEncoding) {
        self.file = file
        self.separator = separator.byte
        decoder = TextDecoder(encoding)
    }

    var share: Double? { file.size.map { Double(place.offset) / Double(max($0, 1)) } }

    func next() throws(IntakeFault) -> Row? {
        while try peek() != nil {
            let begin = place
            var parser = RowParser(separator: separator, line: begin.line)
            while let byte = try peek() {
                step(byte)
                if parser.take(byte) { break }
            }
            if let row = try parser.finish(at: begin) { return row }
        }
        return nil
    }

    func seek(to row: Row.Place) throws(IntakeFault) {
        guard row != place else { return }
        try file.seek(to: row.offset)
        (text, at, atEnd, place, piece) = ([], 0, false, row, Self.firstPiece)
        decoder.restart()
    }

    private func step(_ byte: UInt8) {
        at += 1
        place.offset += Int64(decoder.width(of: byte))
        if byte == 10 { place.line += 1 }
    }

    private func peek() throws(IntakeFault) -> UInt8? {
        if at == text.count { try fill() }
        return at < text.count ? text[at] : nil
    }

    private func fill() throws(IntakeFault) {
        text.removeAll(keepingCapacity: true)
        at = 0
        if !hasBegun { try begin() }
        while text.isEmpty, !atEnd {
            let bytes = try file.read(piece)
            piece = min(2 * piece, Self.chunk)
            atEnd = bytes.isEmpty
            if atEnd { decoder.end(into: &text) } else { decoder.decode(bytes[...], into: &text) }
        }
    }

    private func begin() throws(IntakeFault) {
        hasBegun = true
        guard place.offset == 0 else { return }
        var head: [UInt8] = []
        while head.count < 3 {
            let bytes = try file.read(Self.chunk)
            if bytes.isEmpty { break }
            head += bytes
        }
        guard let mark = decoder.begin(head) else {
            throw IntakeFault("intake.byte_order", line: 1, isEnd: true)
        }
        place.offset = Int64(mark)
        decoder.decode(head[mark...], into: &text)
    }
}
