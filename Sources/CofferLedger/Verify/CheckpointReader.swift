import CofferModel

/// Reads the notes of a `checkpoints` file from the first to the last.
struct CheckpointReader: ~Copyable {
    private var lines: LineReader
    private let key: LogKey
    /// The number of notes read.
    private(set) var count = 0

    init(_ directory: LogDirectory, key: LogKey) throws(LedgerError) {
        lines = try LedgerError.onFile { () throws(FileFault) in
            try LineReader(directory.checkpoints, longest: Checkpoint.mostBytes)
        }
        self.key = key
    }

    enum Note {
        case sound(Checkpoint)
        case unsound
        /// The file ends, perhaps in the middle of a note.
        case end
    }

    mutating func next() throws(LedgerError) -> Note {
        var note: [UInt8] = []
        var signed = false
        for _ in 0..<Checkpoint.lines {
            switch try nextLine() {
            case .line(let line):
                signed = signed || line.starts(with: "— ".utf8)
                note += line
                note.append(10)
            case .tooLong:
                return .unsound
            case .end, .torn:
                // A signature line in a torn note means that lines before it are gone.
                return signed ? .unsound : .end
            }
        }
        count += 1
        return Checkpoint(verifying: note, by: key).map { .sound($0) } ?? .unsound
    }

    private mutating func nextLine() throws(LedgerError) -> LineReader.Line {
        do throws(FileFault) { return try lines.line() } catch { throw .file(error) }
    }
}
