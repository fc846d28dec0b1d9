import Coffer
import CofferModel
import Synchronization

/// The lines of a file for an import, taken by one task while another tells how far it is.
final class FileLines: Sendable {
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
}
