/// The last checkpoint of a `checkpoints` file, and what follows it.
struct CheckpointTail {
    let last: Checkpoint
    /// The signed note of the last.
    let note: [UInt8]
    /// Where the last one ends; a torn note may follow.
    let end: Int

    /// Reads the end of the file: a torn note is passed over, a whole one must be the log's.
    init(of directory: LogDirectory, by key: LogKey) throws(LedgerError) {
        let (tail, start) = try Self.read(directory.checkpoints)
        guard let end = Self.lastNoteEnd(in: tail), tail.count - end < Checkpoint.mostBytes,
            let note = Self.note(endingAt: end, in: tail),
            let last = Checkpoint(verifying: note, by: key)
        else { throw .damaged(.checkpoints) }
        (self.last, self.note, self.end) = (last, note, start + end)
    }

    private static func read(_ path: String) throws(LedgerError) -> ([UInt8], Int) {
        do throws(FileFault) {
            let file = try LogFile(path, .read)
            let start = max(0, try file.size - 3 * Checkpoint.mostBytes)
            return (try file.read(at: start, count: 3 * Checkpoint.mostBytes), start)
        } catch { throw .file(error) }
    }

    /// Behind the newline of the last whole line that starts with an em dash: a signature line.
    private static func lastNoteEnd(in tail: [UInt8]) -> Int? {
        let dash = Array("— ".utf8)
        var end: Int?
        var line = 0
        for (place, byte) in tail.enumerated() where byte == 10 {
            if tail[line...].starts(with: dash) { end = place + 1 }
            line = place + 1
        }
        return end
    }

    /// The lines of one note up to there.
    private static func note(endingAt end: Int, in tail: [UInt8]) -> [UInt8]? {
        var newlines = 0
        var start = end
        while start > 0 {
            if tail[start - 1] == 10 { newlines += 1 }
            if newlines > Checkpoint.lines { break }
            start -= 1
        }
        return newlines >= Checkpoint.lines ? Array(tail[start..<end]) : nil
    }
}
