package import CofferCrypto
package import CofferModel
import Synchronization

/// One log of a vault, open for writing: the only maker of a ``Receipt``.
///
/// A thread of its own writes what callers append, many appends in one commit, and signs each commit with a
/// checkpoint. The first failure stops the ledger for good: it is then opened anew, or not at all.
package final class Ledger: Sendable {
    /// The log's name and public key, which verification needs.
    package let key: LogKey
    /// Where the log's files are.
    package let directory: LogDirectory
    private let queue: CommitQueue
    private let time: any TimeSource

    private init(key: LogKey, directory: LogDirectory, queue: CommitQueue, time: any TimeSource) {
        (self.key, self.directory, self.queue, self.time) = (key, directory, queue, time)
    }

    deinit { queue.halt(.closed) }

    /// Makes a log without rows, and opens it.
    ///
    /// - Parameters:
    ///   - directory: the vault's directory, which exists.
    ///   - name: the vault and the log's number, not yet in use.
    ///   - signer: the key that signs the log's checkpoints, for as long as the log lives.
    ///   - anchor: where the newest checkpoint goes; holds nothing yet.
    ///   - time: the clock that rows are dated by.
    ///   - timing: ``LedgerTiming/standard``, but in tests.
    /// - Returns: the open log.
    /// - Throws: ``LedgerError/file(_:)``, or ``LedgerError/anchorMismatch`` when the anchor is in use.
    package static func create(
        in directory: String, name: LogName, signer: consuming SigningKey, anchor: Anchor,
        time: some TimeSource, timing: LedgerTiming
    ) throws(LedgerError) -> Ledger {
        let files = LogDirectory(vault: directory, name: name)
        let key = LogKey(name: name, key: signer.publicKey)
        do throws(AnchorFault) {
            guard try anchor.checkpoint(by: key) == nil else { throw AnchorFault.foreign }
        } catch {
            throw error.opening
        }
        let writer: LogWriter
        do throws(FileFault) {
            writer = try LogWriter(creating: files, key: key, signer: signer, time: time)
        } catch { throw .file(error) }
        return start(writer, files, anchor: anchor, anchored: nil, lastTime: nil, time: time, timing: timing)
    }

    /// Opens a log: reads and checks it whole, replays its rows, and cuts what no receipt followed.
    ///
    /// - Parameters:
    ///   - directory: the vault's directory.
    ///   - name: the vault and the log's number.
    ///   - signer: the key that signs the log's checkpoints.
    ///   - anchor: what the log must extend.
    ///   - time: the clock that rows are dated by.
    ///   - timing: ``LedgerTiming/standard``, but in tests.
    ///   - replay: is given each row in order. Its rows count only once `open` has returned: the tree is checked
    ///     at the end. What it throws becomes ``LedgerError/replayRefused(_:)``.
    /// - Returns: the open log, and what opening found.
    /// - Throws: ``LedgerError``; the files are then as they were.
    package static func open(
        in directory: String, name: LogName, signer: consuming SigningKey, anchor: Anchor,
        time: some TimeSource, timing: LedgerTiming, replay: (LedgerRow) throws -> Void
    ) throws(LedgerError) -> (ledger: Ledger, report: OpeningReport) {
        let files = LogDirectory(vault: directory, name: name)
        let key = LogKey(name: name, key: signer.publicKey)
        let rows = try LedgerError.onFile { () throws(FileFault) in
            let rows = try LogFile(files.rows, .append)
            try rows.lock()
            return rows
        }
        let opened = try OpenedLog(files, by: key, anchor: anchor, replay: replay)
        let writer: LogWriter
        do throws(FileFault) {
            writer = try LogWriter(files, key: key, signer: signer, time: time, rows: rows, opened: opened)
        } catch { throw .file(error) }
        let ledger = start(
            writer, files, anchor: anchor, anchored: opened.anchored, lastTime: opened.lastTime, time: time,
            timing: timing)
        return (ledger, OpeningReport(opened))
    }

    /// Reads and checks a log as opening does, without its signing key and without changing anything.
    ///
    /// For the logs of other processes. Rows after the last checkpoint are reported, not cut.
    ///
    /// - Parameters:
    ///   - directory: the log.
    ///   - key: its name and public key.
    ///   - anchor: what it must extend.
    ///   - replay: is given each row in order; see ``open(in:name:signer:anchor:time:timing:replay:)``.
    /// - Returns: what was found.
    /// - Throws: ``LedgerError``.
    package static func replay(
        _ directory: LogDirectory, key: LogKey, anchor: Anchor, replay: (LedgerRow) throws -> Void
    ) throws(LedgerError) -> OpeningReport {
        OpeningReport(try OpenedLog(directory, by: key, anchor: anchor, replay: replay))
    }

    private static func start(
        _ writer: sending LogWriter, _ directory: LogDirectory, anchor: Anchor, anchored: Checkpoint?,
        lastTime: Timestamp?, time: any TimeSource, timing: LedgerTiming
    ) -> Ledger {
        let head = writer.head
        // A new log starts its anchor. An old one whose anchor is gone waits for the first commit: the engine
        // decides whether there will be one.
        let behind = anchored == nil ? head.size == 0 : anchored != head
        let queue = CommitQueue(
            QueueState(
                head: head, note: writer.note, lastTime: lastTime, done: head.doneThrough,
                lag: AnchorLag(size: anchored?.size, since: behind ? lastTime : nil, fault: nil),
                anchorBehind: behind),
            timing: timing)
        let ledger = Ledger(key: writer.key, directory: directory, queue: queue, time: time)
        OwnThread.start(WriterLoop(writer, queue: queue, anchor: anchor, anchored: anchored))
        return ledger
    }

    /// Records entries, all in one commit, and returns when they are durable.
    ///
    /// - Parameter entries: one entry or more, all of one request.
    /// - Returns: the receipt for all of them.
    /// - Throws: ``LedgerError/unavailable(_:)``, ``LedgerError/busy``, ``LedgerError/badEntry`` or
    ///   ``LedgerError/tooLarge``. Nothing may be revealed then.
    package func append(_ entries: [LedgerEntry]) async throws(LedgerError) -> Receipt {
        guard let request = entries.first?.request, entries.allSatisfy({ $0.request == request }) else {
            preconditionFailure("a receipt is for the rows of one request")
        }
        guard entries.count <= Limits.ledgerCommitRows else { throw .tooLarge }
        let closed = entries.compactMap(\.closes).max() ?? 0
        guard closed == 0 || closed <= head.size else { throw .badEntry }
        var rows: [EncodedEntry] = []
        do throws(EntryInvalid) {
            for entry in entries { rows.append(try EncodedEntry(entry)) }
        } catch { throw .badEntry }
        let committed = try await queue.append(rows).get()
        return Receipt(
            request: request, log: key.name.log, sequences: committed.sequences, time: committed.time)
    }

    /// Says that the stores hold what every row up to this one intended; the next checkpoint carries it.
    package func done(through sequence: UInt64) { queue.done(through: sequence) }

    /// Returns when the anchor has everything that was committed before the call.
    ///
    /// - Throws: ``LedgerError/file(_:)`` when the anchor cannot be written now; the ledger itself goes on.
    ///   ``LedgerError/unavailable(_:)`` when the ledger has stopped.
    package func flushAnchor() async throws(LedgerError) { try await queue.flushAnchor().get() }

    /// Writes what waits, the last checkpoint and the anchor, and lets the files go.
    package func close() async { await queue.close() }

    /// The newest durable checkpoint.
    package var head: Checkpoint { queue.state.withLock { $0.head } }

    /// The newest durable checkpoint as a signed note.
    package var note: [UInt8] { queue.state.withLock { $0.note } }

    /// Both, as of one moment.
    package var signedHead: (checkpoint: Checkpoint, note: [UInt8]) {
        queue.state.withLock { ($0.head, $0.note) }
    }

    /// Why the ledger has stopped; nil while it stands.
    package var halted: HaltReason? { queue.state.withLock { $0.halted } }

    /// How far the anchor is behind.
    package var anchorLag: AnchorLag { queue.state.withLock { $0.lag } }

    /// The time by which to decide: the clock's, but never before the last row.
    package func now() -> Timestamp {
        let last = queue.state.withLock { $0.lastTime }
        return max(time.now(), last ?? time.now())
    }

    /// The Merkle tree of what is durable now, for proofs.
    package var tree: LogTree { LogTree(directory, size: head.size) }
}

extension AnchorFault {
    var opening: LedgerError {
        switch self {
        case .file(let fault): .file(fault)
        case .foreign: .anchorMismatch
        }
    }
}

extension OpeningReport {
    init(_ opened: OpenedLog) {
        self.init(
            size: opened.tail.last.size, doneThrough: opened.tail.last.doneThrough,
            openIntents: opened.intents.rows, cutRows: opened.surplus, lastTime: opened.lastTime,
            anchoredSize: opened.anchored?.size)
    }
}
