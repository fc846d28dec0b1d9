import CofferModel

/// What the writer thread does from opening to the end.
struct WriterLoop {
    private let writer: LogWriter
    private let queue: CommitQueue
    private let anchor: Anchor
    /// The last checkpoint known to be in the anchor and in this log.
    private var anchored: Checkpoint?

    init(_ writer: LogWriter, queue: CommitQueue, anchor: Anchor, anchored: Checkpoint?) {
        (self.writer, self.queue, self.anchor, self.anchored) = (writer, queue, anchor, anchored)
    }

    /// Works until the ledger is closed or halts; then the files are let go.
    mutating func run() {
        while let work = queue.next() {
            do throws(HaltReason) {
                switch work {
                case .commit(let rows, let done): try commit(rows, done: done)
                case .anchor: try bringAnchor()
                case .close(let done): try close(done: done)
                }
            } catch {
                writer.release()
                return queue.halt(error)
            }
        }
        writer.release()
    }

    private func commit(_ rows: [[EncodedEntry]], done: UInt64) throws(HaltReason) {
        let time = try writer.commit(rows, done: done)
        queue.committed(head: writer.head, note: writer.note, time: time)
    }

    private mutating func close(done: UInt64) throws(HaltReason) {
        let more = done > writer.head.doneThrough
        if more { try writer.sign(done: done) }
        if more || queue.isAnchorBehind { try bringAnchor() }
        writer.release()
        queue.closed()
    }

    /// Puts the newest checkpoint into the anchor, never over one that this log does not extend.
    ///
    /// - Throws: ``HaltReason/anchorMismatch``. An anchor that cannot be read or written only lags.
    private mutating func bringAnchor() throws(HaltReason) {
        let head = writer.head
        var fault: FileFault?
        do throws(AnchorFault) {
            let held = try anchor.checkpoint(by: writer.key)
            if let held, held != anchored, !writer.extends(held) { throw .foreign }
            if held != head {
                do throws(FileFault) { try anchor.replace(with: writer.note) } catch { throw .file(error) }
            }
            anchored = head
        } catch {
            switch error {
            case .foreign: throw .anchorMismatch
            case .file(let found): fault = found
            }
        }
        queue.anchored(head.size, fault: fault)
    }
}
