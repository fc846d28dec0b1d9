import CofferModel

/// A log that was read whole and found to be what its key signed.
struct OpenedLog {
    let tail: CheckpointTail
    /// What the anchor holds; nil when there is none.
    let anchored: Checkpoint?
    private(set) var frontier = Frontier()
    private(set) var lastTime: Timestamp?
    /// Lines after the checkpoint's rows, the last perhaps in part.
    private(set) var surplus = 0
    /// Bytes of `rows.jsonl` that the checkpoint covers.
    private(set) var rowBytes = 0
    /// Leading leaves of the leaf file that are right.
    private(set) var goodLeaves: UInt64 = 0
    private(set) var intents: OpenIntents

    /// Reads the rows once: each is checked and replayed, then the tree against checkpoint and anchor.
    init(
        _ directory: LogDirectory, by key: LogKey, anchor: Anchor, replay: (LedgerRow) throws -> Void
    ) throws(LedgerError) {
        tail = try CheckpointTail(of: directory, by: key)
        anchored = try Self.anchored(anchor, by: key, within: tail.last)
        intents = OpenIntents(after: tail.last.doneThrough)
        var reader = try LedgerReader(directory, through: tail.last.size)
        try readRows(&reader, try? LeafReader(directory.leaves), replay)
        guard frontier.root == tail.last.root else { throw .damaged(.tree(frontier.size)) }
        rowBytes = reader.consumed
        lastTime = reader.lastTime
        try countSurplus(&reader)
    }

    private static func anchored(
        _ anchor: Anchor, by key: LogKey, within last: Checkpoint
    ) throws(LedgerError) -> Checkpoint? {
        let held: Checkpoint?
        do throws(AnchorFault) { held = try anchor.checkpoint(by: key) } catch {
            throw error.opening
        }
        if let held, held.size > last.size || held.doneThrough > last.doneThrough { throw .anchorMismatch }
        return held
    }

    private mutating func readRows(
        _ reader: inout LedgerReader, _ leaves: consuming LeafReader?, _ replay: (LedgerRow) throws -> Void
    ) throws(LedgerError) {
        try checkAnchor()
        while let (row, line) = try reader.nextVouchedFor() {
            let leaf = Merkle.leaf(line)
            if goodLeaves == frontier.size, leaves?.leaf() == leaf { goodLeaves += 1 }
            frontier.append(leaf)
            try checkAnchor()
            intents.note(row)
            do { try replay(row) } catch { throw .replayRefused(row.sequence) }
        }
    }

    private func checkAnchor() throws(LedgerError) {
        guard let anchored, anchored.size == frontier.size else { return }
        guard anchored.root == frontier.root else { throw .anchorMismatch }
    }

    private mutating func countSurplus(_ reader: inout LedgerReader) throws(LedgerError) {
        while true {
            switch try reader.nextRaw() {
            case .line: surplus += 1
            case .torn, .tooLong: return surplus += 1
            case .end: return
            }
        }
    }
}
