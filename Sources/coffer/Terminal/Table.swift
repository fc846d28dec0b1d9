/// Rows of cells, aligned by the width that a terminal gives each character.
struct Table {
    /// A cell with the look of its text.
    struct Cell: ExpressibleByStringInterpolation {
        let text: String
        let look: Look

        init(_ text: String, _ look: Look = .plain) {
            self.text = text
            self.look = look
        }

        init(stringLiteral value: String) { self.init(value) }
    }

    private let indent: String
    private var rows: [[Cell]] = []

    init(_ head: [String], indent: Int = 0) {
        self.indent = String(repeating: " ", count: indent)
        if !head.isEmpty { rows.append(head.map { Cell($0, .dim) }) }
    }

    mutating func add(_ cells: [Cell]) { rows.append(cells) }

    /// The lines; a cell of several lines may stand in the last column only and goes on under itself.
    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.filter { $0.count > column + 1 }.map { Width.of($0[column].text) }.max() ?? 0
        }
        return rows.map { line($0, widths) }.joined()
    }

    private func line(_ cells: [Cell], _ widths: [Int]) -> String {
        var text = indent
        for (place, cell) in cells.enumerated() {
            let isLast = place == cells.count - 1
            if isLast {
                let margin = indent.count + widths.prefix(place).reduce(0) { $0 + $1 + 2 }
                let lines = cell.text.split(separator: "\n", omittingEmptySubsequences: false)
                text += lines.map { cell.look.paint(String($0)) }
                    .joined(separator: "\n" + String(repeating: " ", count: margin))
            } else {
                let padding = String(repeating: " ", count: widths[place] - Width.of(cell.text) + 2)
                text += cell.look.paint(cell.text) + padding
            }
        }
        while text.hasSuffix(" ") { text.removeLast() }
        return text + "\n"
    }
}

/// How many columns of a terminal a text takes.
enum Width {
    static func of(_ text: String) -> Int { text.reduce(0) { $0 + of($1) } }

    private static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wide.contains { $0 ~= scalar.value } ? 2 : 1
    }

    /// East Asian Width W and F, by block (UAX #11).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x20000...0x3FFFD,
    ]
}
