import CofferModel

/// Reads the rows of a log one after another, for those who look at a log without writing it.
///
/// Checks that each is a row, carries its line's number and is not earlier than the one above; that they are the
/// rows that were signed is ``LedgerVerifier``'s part, and opening's.
package struct LedgerReader: ~Copyable {
    private var lines: LineReader
    private let through: UInt64
    /// The number of the row read last.
    package private(set) var sequence: UInt64 = 0
    private(set) var lastTime: Timestamp?

    /// Opens the rows of a log.
    ///
    /// - Parameters:
    ///   - directory: the log.
    ///   - through: the last row to read: a checkpoint's size. Rows after it are not committed yet.
    /// - Throws: ``LedgerError/file(_:)``.
    package init(_ directory: LogDirectory, through: UInt64) throws(LedgerError) {
        lines = try LedgerError.onFile { () throws(FileFault) in
            try LineReader(directory.rows, longest: Limits.ledgerRowBytes)
        }
        self.through = through
    }

    /// The next row, or nil after the last.
    ///
    /// - Throws: ``LedgerError/damaged(_:)`` with the row's number, or ``LedgerError/file(_:)``.
    package mutating func next() throws(LedgerError) -> LedgerRow? {
        try next { line throws(RowInvalid) in try LedgerRow(reading: line) }?.row
    }

    /// The next row for a caller who compares the tree afterwards.
    mutating func nextVouchedFor() throws(LedgerError) -> (row: LedgerRow, line: [UInt8])? {
        try next { line throws(RowInvalid) in try LedgerRow(vouchedFor: line) }
    }

    private mutating func next(
        _ read: ([UInt8]) throws(RowInvalid) -> LedgerRow
    ) throws(LedgerError) -> (row: LedgerRow, line: [UInt8])? {
        guard sequence < through else { return nil }
        guard case .line(let line) = try nextRaw(), let row = try? read(line),
            row.sequence == sequence + 1, lastTime.map({ $0 <= row.time }) ?? true
        else { throw .damaged(.row(sequence + 1)) }
        sequence += 1
        lastTime = row.time
        return (row, line)
    }

    mutating func nextRaw() throws(LedgerError) -> LineReader.Line {
        do throws(FileFault) { return try lines.line() } catch { throw .file(error) }
    }

    /// Bytes of the file up to the row read last.
    var consumed: Int { lines.consumed }
}
