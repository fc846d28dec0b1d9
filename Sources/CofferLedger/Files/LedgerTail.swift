import CofferModel

/// Reads the rows of a log from its end towards its beginning, for those who want the newest.
///
/// Checks what ``LedgerReader`` checks: that each is a row, carries the number before the one read last, and is not
/// later than it. Blocks of the file are read as they are needed, however long the log is.
package final class LedgerTail {
    private let file: LogFile
    private var block: [UInt8] = []
    private var blockStart = 0
    /// Where the row that is read next ends, behind its newline.
    private var end = 0
    /// The number that the next row must have; nil after a jump.
    private var expected: UInt64?
    private var lastTime: Timestamp?
    /// Bytes of the row read last.
    package private(set) var rowBytes = 0

    private static let longest = Limits.ledgerRowBytes + 1
    private static let blockBytes = 2 * longest

    /// Stands behind a log's last row.
    ///
    /// - Parameters:
    ///   - directory: the log.
    ///   - through: the last row to read: a checkpoint's size. Rows after it are not committed yet.
    /// - Throws: ``LedgerError/damaged(_:)`` or ``LedgerError/file(_:)``.
    package init(_ directory: LogDirectory, through: UInt64) throws(LedgerError) {
        file = try LedgerError.onFile { () throws(FileFault) in try LogFile(directory.rows, .read) }
        let size = try LedgerError.onFile { () throws(FileFault) in try file.size }
        // The last line may be one that is just being written.
        let start = max(0, size - Self.longest)
        let tail = try read(from: start, to: size)
        end = tail.lastIndex(of: 10).map { start + $0 + 1 } ?? 0
        try jump { $0.sequence <= through }
        expected = through
    }

    /// Goes to behind the last row of which something is true that is true of all rows before it.
    ///
    /// - Parameter holds: what is asked of a row.
    /// - Throws: ``LedgerError/damaged(_:)`` or ``LedgerError/file(_:)``.
    package func jump(_ holds: (LedgerRow) -> Bool) throws(LedgerError) {
        var low = 0
        var high = end
        while low < high {
            let (line, found) = try row(around: (low + high) / 2, within: high)
            if holds(found) { low = line.upperBound } else { high = line.lowerBound }
        }
        guard low < end else { return }
        (end, expected, lastTime, block) = (low, nil, nil, [])
    }

    /// The row before the one read last; nil before the first.
    ///
    /// - Throws: ``LedgerError/damaged(_:)`` with the row's number, or ``LedgerError/file(_:)``.
    package func next() throws(LedgerError) -> LedgerRow? {
        guard end > 0 else {
            if let expected, expected > 0 { throw .damaged(.row(expected)) }
            return nil
        }
        let start = try lineStart()
        let line = Array(block[(start - blockStart)..<(end - blockStart - 1)])
        guard let row = try? LedgerRow(reading: line), row.sequence > 0,
            expected ?? row.sequence == row.sequence, row.time <= lastTime ?? row.time
        else { throw .damaged(.row(expected ?? 0)) }
        (end, expected, lastTime, rowBytes) = (start, row.sequence - 1, row.time, line.count)
        return row
    }

    /// Where the line that ends at `end` begins; afterwards the block holds it.
    private func lineStart() throws(LedgerError) -> Int {
        if block.isEmpty || end - 1 <= blockStart { try load() }
        while true {
            if let newline = block[..<(end - blockStart - 1)].lastIndex(of: 10) {
                return blockStart + newline + 1
            }
            guard blockStart > 0 else { return 0 }
            guard end - blockStart < Self.longest else { throw .damaged(.row(expected ?? 0)) }
            try load()
        }
    }

    /// Takes the part of the file that ends with the next row.
    private func load() throws(LedgerError) {
        blockStart = max(0, end - Self.blockBytes)
        block = try read(from: blockStart, to: end)
        guard block.count == end - blockStart else { throw .file(.failed) }
    }

    /// The line that a byte belongs to.
    private func row(
        around place: Int, within most: Int
    ) throws(LedgerError) -> (line: Range<Int>, row: LedgerRow) {
        for reach in [4096, Self.longest] {
            let start = max(0, place - reach)
            let bytes = try read(from: start, to: min(most, place + reach))
            let here = place - start
            guard here < bytes.count, let last = bytes[here...].firstIndex(of: 10),
                let first = bytes[..<here].lastIndex(of: 10).map({ $0 + 1 }) ?? (start == 0 ? 0 : nil)
            else { continue }
            guard let row = try? LedgerRow(reading: Array(bytes[first..<last])) else { break }
            return (start + first..<start + last + 1, row)
        }
        throw .damaged(.row(0))
    }

    private func read(from start: Int, to end: Int) throws(LedgerError) -> [UInt8] {
        do throws(FileFault) { return try file.read(at: start, count: end - start) } catch {
            throw .file(error)
        }
    }
}
