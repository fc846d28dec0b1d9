import Coffer
import CofferModel
import Synchronization

/// Where the lines of an import come from.
protocol GivenLines: Sendable {
    /// How much was handed out, 0...1; nil when it is not known how much there is.
    var share: Double? { get }

    /// Whether the rest could not be read.
    var isStopped: Bool { get }

    /// The next line.
    func next() throws(VaultError) -> ImportLine?

    /// The result of a line that was handed out, with its place as the person knows it who named the file.
    func told(_ number: Int, _ result: ImportResult) -> ToldLine
}

/// What became of something in a file.
struct ToldLine {
    /// Which file, where there are several; from 1.
    var file: Int?
    var line: Int
    var column: Int?
    let result: ImportResult
}

/// The lines of a file for an import, taken by one task while another tells how far it is.
final class FileLines: GivenLines {
    private let reader: Mutex<LineReader>
    private let size: Int64?
    private let done = Atomic<Int64>(0)

    init(_ path: String) throws(VaultError) {
        let reader = try LineReader(path)
        size = reader.size
        self.reader = Mutex(reader)
    }

    /// How much of the file was handed out, 0...1; nil when its size is not known.
    var share: Double? { size.map { Double(done.load(ordering: .relaxed)) / Double(max($0, 1)) } }

    /// The next line that is not empty.
    func next() throws(VaultError) -> ImportLine? {
        try reader.withLock { (reader) throws(VaultError) in
            let line = try reader.next()
            done.store(reader.done, ordering: .relaxed)
            return line
        }
    }

    var isStopped: Bool { false }

    func told(_ number: Int, _ result: ImportResult) -> ToldLine { ToldLine(line: number, result: result) }
}
