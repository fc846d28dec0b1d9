/// Why the ledger did not do what it was asked.
package enum LedgerError: Error, Hashable, Sendable {
    /// Stopped for good: nothing was recorded, or it is unknown whether it was; nothing may be revealed.
    case unavailable(HaltReason)
    /// As many rows wait as may (``Limits/ledgerQueuedRows``); nothing was recorded.
    case busy
    /// An entry holds what no row may, or is larger than a row may be; nothing was recorded.
    case badEntry
    /// More entries than one commit takes (``Limits/ledgerCommitRows``); nothing was recorded.
    case tooLarge
    /// The operating system refused a file.
    case file(FileFault)
    /// The files are not what the log's key signed.
    case damaged(Damage)
    /// The log does not extend what the anchor holds: its tail was cut, or the store rolled back.
    case anchorMismatch
    /// The caller refused this row during replay.
    case replayRefused(UInt64)
    /// The log has no such row or size.
    case outOfRange
}

/// What is wrong with a log's files.
package enum Damage: Hashable, Sendable {
    /// This row is unreadable, misses, or has another row's number or an earlier time.
    case row(UInt64)
    /// One of the first rows, up to this many, is not what was recorded.
    case tree(UInt64)
    /// The newest checkpoint is no note of this log's key.
    case checkpoints
}

/// Why a ledger stopped; it stays stopped until it is opened anew.
package enum HaltReason: Error, Hashable, Sendable, CustomStringConvertible {
    /// Bytes could not be written.
    case write(FileFault)
    /// Bytes were written but not made durable.
    case sync(FileFault)
    /// A commit took longer than its deadline.
    case deadline
    /// The anchor holds a checkpoint that this log does not extend.
    case anchorMismatch
    /// It was closed.
    case closed

    /// `write.full`, `sync.failed`, `deadline`, and so on.
    package var description: String {
        switch self {
        case .write(let fault): "write.\(fault.rawValue)"
        case .sync(let fault): "sync.\(fault.rawValue)"
        case .deadline: "deadline"
        case .anchorMismatch: "anchor_mismatch"
        case .closed: "closed"
        }
    }
}

extension LedgerError {
    /// Runs what touches files and says their faults as the ledger's.
    static func onFile<Result: ~Copyable>(
        _ body: () throws(FileFault) -> Result
    ) throws(LedgerError) -> Result {
        do throws(FileFault) { return try body() } catch { throw .file(error) }
    }
}
