import CofferModel

/// One row while its bytes come.
struct RowParser {
    private enum State {
        /// At the beginning of a cell.
        case begin
        /// Inside a cell without quotes.
        case plain
        /// Between quotes.
        case quoted
        /// After a quote that may be the last of its cell.
        case closed
        /// Waiting for the end of a line that is refused.
        case skipping
    }

    private let separator: UInt8
    private let line: Int
    private var state = State.begin
    private var cell: [UInt8] = []
    private var cells: [[UInt8]] = []
    private var bytes = 0
    private var afterReturn = false
    private var fault: IntakeFault?

    init(separator: UInt8, line: Int) {
        self.separator = separator
        self.line = line
    }

    /// Takes a byte of the row.
    ///
    /// - Returns: whether the row ends with it.
    mutating func take(_ byte: UInt8) -> Bool {
        if state == .quoted { return takeQuoted(byte) }
        if byte == 10 {
            afterReturn = false
            return true
        }
        if state == .skipping { return false }
        if afterReturn { return refuse("intake.line_end") }
        bytes += 1
        guard bytes <= Limits.intakeRowBytes else { return refuse("intake.row_size") }
        switch byte {
        case separator:
            endCell()
            if cells.count >= Limits.intakeColumns { return refuse("intake.columns") }
        case 13: afterReturn = true
        case UInt8(ascii: "\""):
            switch state {
            case .begin: state = .quoted
            case .closed:
                cell.append(byte)
                state = .quoted
            default: return refuse("intake.quote")
            }
        default:
            note(control: byte)
            if state == .closed { return refuse("intake.quote") }
            state = .plain
            return append(byte)
        }
        return false
    }

    /// The row, once its end is there; nil for an empty line.
    ///
    /// - Throws: what was wrong with it.
    mutating func finish(at place: Row.Place) throws(IntakeFault) -> Row? {
        if state == .quoted {
            throw IntakeFault("intake.quote_open", line: line, column: cells.count + 1, isEnd: true)
        }
        if let fault { throw fault }
        guard !cells.isEmpty || !cell.isEmpty || state == .closed else { return nil }
        endCell()
        var texts: [String] = []
        texts.reserveCapacity(cells.count)
        for (column, bytes) in cells.enumerated() {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw IntakeFault("intake.encoding", line: line, column: column + 1)
            }
            texts.append(text)
        }
        return Row(place: place, cells: texts)
    }

    private mutating func takeQuoted(_ byte: UInt8) -> Bool {
        bytes += 1
        if byte == UInt8(ascii: "\"") {
            state = .closed
            return false
        }
        // Where a cell in quotes has no end, nobody knows any more which line begins a row.
        guard bytes <= Limits.intakeRowBytes else { return end("intake.row_size") }
        guard cell.count < Limits.intakeCellBytes else { return end("intake.cell_size") }
        note(control: byte)
        cell.append(byte)
        return false
    }

    private mutating func append(_ byte: UInt8) -> Bool {
        guard cell.count < Limits.intakeCellBytes else { return refuse("intake.cell_size") }
        cell.append(byte)
        return false
    }

    /// A control character is refused, and the row read on: where it ends is clear.
    private mutating func note(control byte: UInt8) {
        guard byte < 32 && ![9, 10, 13].contains(byte) || byte == 127 else { return }
        fault = fault ?? IntakeFault("intake.control", line: line, column: cells.count + 1)
    }

    private mutating func endCell() {
        cells.append(cell)
        cell = []
        state = .begin
    }

    private mutating func refuse(_ rule: Rule) -> Bool {
        fault = IntakeFault(rule, line: line, column: cells.count + 1)
        state = .skipping
        return false
    }

    private mutating func end(_ rule: Rule) -> Bool {
        fault = IntakeFault(rule, line: line, column: cells.count + 1, isEnd: true)
        state = .skipping
        return true
    }
}
