import CofferCrypto
import CofferModel

/// The files of one log, held by the thread that writes them; nothing else does.
final class LogWriter {
    private let rows: LogFile
    private let checkpoints: LogFile
    private let leaves: LogFile
    private let signer: SigningKey
    private let time: any TimeSource
    private let directory: LogDirectory
    let key: LogKey
    private var frontier: Frontier
    private var lastTime: Timestamp?
    private(set) var head: Checkpoint
    private(set) var note: [UInt8]

    /// Makes the files of a log without rows, and its first checkpoint.
    init(
        creating directory: LogDirectory, key: LogKey, signer: consuming SigningKey, time: any TimeSource
    ) throws(FileFault) {
        (frontier, lastTime) = (Frontier(), nil)
        head = Checkpoint(name: key.name, size: 0, root: frontier.root, doneThrough: 0)
        note = head.signed(by: signer, as: key)
        (self.directory, self.key, self.time) = (directory, key, time)
        try Directory.make(directory.path, mode: 0o700)
        rows = try LogFile(directory.rows, .create)
        checkpoints = try LogFile(directory.checkpoints, .create)
        leaves = try LogFile(directory.leaves, .create)
        self.signer = signer
        try rows.lock()
        try Self.write(key, to: directory.key)
        try checkpoints.append(note)
        try checkpoints.sync()
        try Directory.sync(directory.path)
    }

    /// Takes over the files of a log that was opened, after cutting what follows its last checkpoint.
    init(
        _ directory: LogDirectory, key: LogKey, signer: consuming SigningKey, time: any TimeSource,
        rows: consuming LogFile, opened: OpenedLog
    ) throws(FileFault) {
        (frontier, lastTime) = (opened.frontier, opened.lastTime)
        (head, note) = (opened.tail.last, opened.tail.note)
        (self.directory, self.key, self.time) = (directory, key, time)
        checkpoints = try LogFile(directory.checkpoints, .append)
        leaves = try Self.openLeaves(directory)
        self.rows = rows
        self.signer = signer
        if opened.surplus > 0 { try self.rows.cut(to: opened.rowBytes) }
        if try checkpoints.size > opened.tail.end { try checkpoints.cut(to: opened.tail.end) }
        try repairLeaves(good: opened.goodLeaves)
    }

    private static func write(_ key: LogKey, to path: String) throws(FileFault) {
        let file = try LogFile(path, .create)
        try file.append(Array("\(key.description)\n".utf8))
        try file.sync()
    }

    private static func openLeaves(_ directory: LogDirectory) throws(FileFault) -> LogFile {
        do throws(FileFault) { return try LogFile(directory.leaves, .append) } catch {
            guard error == .missing else { throw error }
            return try LogFile(directory.leaves, .create)
        }
    }

    /// Leaves are not made durable at each commit, so after a crash the last may be missing or surplus.
    private func repairLeaves(good: UInt64) throws(FileFault) {
        if try leaves.size != Int(good) * 32 { try leaves.cut(to: Int(good) * 32) }
        guard good < frontier.size else { return }
        var lines = try LineReader(directory.rows, longest: Limits.ledgerRowBytes)
        var number: UInt64 = 0
        var missing: [UInt8] = []
        while number < frontier.size, case .line(let line) = try lines.line() {
            number += 1
            if number > good { missing += Merkle.leaf(line).bytes }
            if missing.count >= 1 << 18 {
                try leaves.append(missing)
                missing = []
            }
        }
        try leaves.append(missing)
    }

    /// Writes the rows of one commit and its checkpoint, and returns when both are durable.
    ///
    /// Rows reach the disk before a checkpoint speaks of them, so a checkpoint without its rows is tampering.
    ///
    /// - Parameters:
    ///   - appends: the entries of each append, in order.
    ///   - done: the highest row of which the stores hold what it intended.
    /// - Returns: the time of the rows.
    /// - Throws: what could not be written or synced; the files then hold some of it.
    func commit(_ appends: [[EncodedEntry]], done: UInt64) throws(HaltReason) -> Timestamp {
        let now = max(time.now(), lastTime ?? Timestamp(milliseconds: .min))
        var (lines, hashes): ([UInt8], [UInt8]) = ([], [])
        for entry in appends.joined() {
            let row = entry.row(sequence: frontier.size + 1, time: now)
            let leaf = Merkle.leaf(row)
            frontier.append(leaf)
            hashes += leaf.bytes
            lines += row
            lines.append(10)
        }
        do throws(FileFault) {
            try rows.append(lines)
            try leaves.append(hashes)
        } catch { throw .write(error) }
        do throws(FileFault) { try rows.sync() } catch { throw .sync(error) }
        lastTime = now
        try sign(done: done)
        return now
    }

    /// Writes a checkpoint of the rows as they are.
    func sign(done: UInt64) throws(HaltReason) {
        let next = Checkpoint(
            name: key.name, size: frontier.size, root: frontier.root,
            doneThrough: max(done, head.doneThrough))
        let signed = next.signed(by: signer, as: key)
        do throws(FileFault) { try checkpoints.append(signed) } catch { throw .write(error) }
        do throws(FileFault) { try checkpoints.sync() } catch { throw .sync(error) }
        (head, note) = (next, signed)
    }

    /// Lets the log go, before anybody hears of it: the next may open it at once.
    func release() {
        // A leaf file that is short after a power cut is made whole from the rows.
        try? leaves.sync()
        rows.unlock()
    }

    /// Whether the tree of this log begins with what a checkpoint of it says.
    func extends(_ checkpoint: Checkpoint) -> Bool {
        guard checkpoint.size <= head.size, checkpoint.doneThrough <= head.doneThrough else { return false }
        return (try? LogTree(directory, size: head.size).root(at: checkpoint.size)) == checkpoint.root
    }
}
