import CofferModel

/// One pass over rows and checkpoints side by side, with the anchor's checkpoint among them.
struct VerifyingPass: ~Copyable {
    private var verification: LedgerVerification
    private let anchored: Checkpoint?
    private var notes: CheckpointReader
    private var rows: RowPass
    private var rowsStand = true
    private var notesStand = true
    private var last: Checkpoint?

    init(
        _ directory: LogDirectory, key: LogKey, anchored: Checkpoint?, _ verification: LedgerVerification
    ) throws(LedgerError) {
        let notes = try CheckpointReader(directory, key: key)
        let rows = try RowPass(directory)
        self.verification = verification
        self.anchored = anchored
        self.notes = notes
        self.rows = rows
    }

    mutating func run() -> LedgerVerification {
        do throws(LedgerError) {
            try read()
            compareAnchor()
        } catch {
            verification.find(error)
        }
        return verification
    }

    private mutating func read() throws(LedgerError) {
        reading: while true {
            switch try notes.next() {
            case .end:
                break reading
            case .sound(let note) where follows(note):
                try checkRows(through: note)
                last = note
            case .sound, .unsound:
                if notesStand { find(.checkpoint(notes.count)) }
                notesStand = false
            }
        }
        if last == nil { find(.noCheckpoint) }
        verification.newest = last
    }

    private mutating func compareAnchor() {
        guard let anchored else { return }
        guard let last, anchored.size <= last.size, anchored.doneThrough <= last.doneThrough else {
            return find(.behindAnchor(anchored.size))
        }
    }

    private mutating func find(_ finding: Finding) { verification.findings.append(finding) }

    /// Whether a note takes nothing back of the one before it.
    private func follows(_ note: Checkpoint) -> Bool {
        if rowsStand, note.size == rows.tree.size, note.root != rows.tree.root { return false }
        guard let last else { return true }
        return note.size >= last.size && note.doneThrough >= last.doneThrough
    }

    /// Reads the rows that a checkpoint adds; after the first bad one the rest cannot be told.
    private mutating func checkRows(through note: Checkpoint) throws(LedgerError) {
        guard rowsStand else { return }
        var wrong: Finding?
        var unlikeAnchor = false
        let first = rows.tree.size + 1
        if let anchored, first - 1 <= anchored.size, anchored.size <= note.size, last?.size != anchored.size {
            wrong = try rows.read(to: anchored.size)
            unlikeAnchor = wrong == nil && rows.tree.root != anchored.root
        }
        if wrong == nil { wrong = try rows.read(to: note.size) }
        switch rows.judge(note, before: first, wrong) {
        case .sound:
            break
        case .soundBut(let finding):
            find(finding)
        case .broken(let finding):
            rowsStand = false
            return find(finding)
        }
        // Only a log that is whole by itself can have been signed twice.
        if unlikeAnchor { find(.unlikeAnchor(anchored?.size ?? 0)) }
        verification.size = note.size
        verification.checkpoints += 1
    }
}
