package import CofferModel

/// One row of a log: an entry with its number and time.
package struct LedgerRow: Hashable, Sendable {
    /// Counts from 1 without gaps, and is also the row's line in `rows.jsonl`.
    package let sequence: UInt64
    /// When it was recorded; never before the row above.
    package let time: Timestamp
    /// What it says.
    package let entry: LedgerEntry

    /// Takes the parts of a row, as the ledger numbers them.
    package init(sequence: UInt64, time: Timestamp, entry: LedgerEntry) {
        self.sequence = sequence
        self.time = time
        self.entry = entry
    }

    /// The row's line without its newline: RFC 8785 JSON (docs/formats/ledger.md).
    ///
    /// - Throws: when the entry holds what no row may.
    package func canonical() throws(EntryInvalid) -> [UInt8] {
        try EncodedEntry(entry).row(sequence: sequence, time: time)
    }

    /// Reads a line that ``canonical()`` wrote, and no other spelling of it.
    ///
    /// - Throws: when a single byte differs from the canonical form, or a member is unknown.
    package init(reading line: [UInt8]) throws(RowInvalid) {
        let row = try LedgerRow(vouchedFor: line)
        guard let again = try? row.canonical(), again == line else { throw RowInvalid() }
        self = row
    }

    /// Reads a line whose bytes the tree is compared with before anybody relies on the row.
    ///
    /// Writing it again, half of the work, would only show what the tree shows.
    init(vouchedFor line: [UInt8]) throws(RowInvalid) {
        guard line.count <= Limits.ledgerRowBytes else { throw RowInvalid() }
        var reader = RowReader(line)
        self = try reader.row()
    }
}

/// The entry holds what no row may: a reason that is no name, a case with control characters, a number too large.
package struct EntryInvalid: Error, Hashable, Sendable {}

/// The line is not a row in canonical form.
package struct RowInvalid: Error, Hashable, Sendable {}
