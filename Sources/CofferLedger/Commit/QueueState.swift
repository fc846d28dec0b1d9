import CofferModel
import Dispatch

/// Rows of one append, and who waits for them.
struct Append: Sendable {
    let rows: [EncodedEntry]
    let caller: CheckedContinuation<Result<Committed, LedgerError>, Never>
}

/// Where and when an append's rows stand.
struct Committed: Sendable {
    let sequences: Range<UInt64>
    let time: Timestamp
}

/// Who waits for the anchor, or for the end.
typealias Waiter = CheckedContinuation<Result<Void, LedgerError>, Never>

/// What the writer thread does next.
enum Work {
    case commit([[EncodedEntry]], done: UInt64)
    /// Bring the anchor up to date.
    case anchor
    /// Finish: everything before was written.
    case close(done: UInt64)
}

/// What callers and writer share, under one lock.
struct QueueState {
    var waiting: [Append] = []
    var waitingRows = 0
    var writing: [Append] = []
    var flushes: [Waiter] = []
    var flushing: [Waiter] = []
    var closers: [Waiter] = []
    var halted: HaltReason?

    var head: Checkpoint
    var note: [UInt8]
    var lastTime: Timestamp?
    var done: UInt64

    var lag: AnchorLag
    /// Whether the log has a checkpoint that the anchor lacks.
    var anchorBehind: Bool
    var anchorNotBefore = DispatchTime.now()
    var anchoredLast = false

    /// Since when the writer is at its work; nil while it waits for some.
    var busySince: DispatchTime?
    /// Whether a timer looks after the writer.
    var watched = false
    /// Whether the writer must be woken.
    var sleeping = false

    /// Takes the next work, or says until when there is none.
    mutating func next() -> (work: Work?, until: DispatchTime?) {
        let now = DispatchTime.now()
        busySince = nil
        guard halted == nil else { return (nil, nil) }
        let anchorDue = !flushes.isEmpty || anchorBehind && anchorNotBefore <= now
        guard !waiting.isEmpty || anchorDue || !closers.isEmpty else {
            sleeping = true
            return (nil, anchorBehind ? anchorNotBefore : nil)
        }
        busySince = now
        let anchorsFirst = anchorDue && (waiting.isEmpty || !anchoredLast)
        anchoredLast = anchorsFirst
        if anchorsFirst {
            (flushing, flushes) = (flushes, [])
            return (.anchor, nil)
        }
        return (waiting.isEmpty ? .close(done: done) : .commit(takeBatch(), done: done), nil)
    }

    /// Moves as many appends as one commit takes, at least one.
    private mutating func takeBatch() -> [[EncodedEntry]] {
        var (rows, bytes, count) = (0, 0, 0)
        for append in waiting {
            rows += append.rows.count
            bytes += append.rows.reduce(0) { $0 + $1.mostBytes }
            guard count == 0 || rows <= Limits.ledgerCommitRows && bytes <= Limits.ledgerCommitBytes else {
                break
            }
            count += 1
        }
        writing = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        waitingRows -= writing.reduce(0) { $0 + $1.rows.count }
        return writing.map(\.rows)
    }
}
