/// What verification found wrong with a log.
package enum Finding: Hashable, Sendable {
    /// This is the first row that is not what was recorded.
    case row(UInt64, RowFault)
    /// One of these rows is not what was recorded; without a sound leaf file it cannot be told which.
    case rows(ClosedRange<UInt64>)
    /// These rows are gone from the end, though a checkpoint covers them.
    case missing(ClosedRange<UInt64>)
    /// This note of the file, counted from 1, is not this log's, or contradicts the one before.
    case checkpoint(Int)
    /// The file has no checkpoint.
    case noCheckpoint
    /// The leaf file is wrong from this row on while the rows are right; opening the log repairs it.
    case leaves(UInt64)
    /// The anchor holds something that the log's key did not sign.
    case foreignAnchor
    /// The anchor holds a checkpoint of this size, and the log is shorter or less far: cut or rolled back.
    case behindAnchor(UInt64)
    /// The log's first rows, as many as the anchor's checkpoint has, are not those it was signed for.
    case unlikeAnchor(UInt64)
    /// A file cannot be read.
    case unreadable(FileFault)
}

/// What happened to a row, as far as its neighbours tell.
package enum RowFault: String, Hashable, Sendable {
    /// The row stands in its place with other bytes.
    case changed
    /// The row is gone and the next stands in its place.
    case removed
    /// A row stands here that was never recorded, and the right one follows.
    case inserted
    /// A row from elsewhere stands here.
    case reordered

    /// Tells from the numbers that two lines carry.
    ///
    /// - Parameters:
    ///   - number: the number that the row should have.
    ///   - found: the number it has; nil when it cannot be read.
    ///   - following: the number of the next line.
    init(at number: UInt64, found: UInt64?, following: UInt64?) {
        switch (found, following) {
        case (number, number), (nil, number): self = .inserted
        case (number, _), (nil, _): self = .changed
        case (let found?, number): self = found > number ? .reordered : .inserted
        case (let found?, _): self = found > number ? .removed : .reordered
        }
    }
}
