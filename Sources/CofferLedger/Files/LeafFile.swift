import CofferModel

/// The leaf hashes of a log, 32 bytes a row, kept beside the rows.
///
/// Nothing rests on them: they name the row that was changed, and make proofs without reading the rows.
struct LeafReader: ~Copyable {
    private let file: LogFile
    private var block: [UInt8] = []
    private var next = 0
    private var blockEnd = 0

    private static let blockBytes = 1 << 18

    init(_ path: String) throws(FileFault) { file = try LogFile(path, .read) }

    /// The next leaf; nil at the end, or where the file cannot be read.
    mutating func leaf() -> Digest? {
        if next == block.count {
            guard let more = try? file.read(at: blockEnd, count: Self.blockBytes) else { return nil }
            block = more
            blockEnd += more.count
            next = 0
        }
        guard block.count - next >= 32 else { return nil }
        defer { next += 32 }
        return Digest(bytes: block[next..<next + 32])
    }
}
