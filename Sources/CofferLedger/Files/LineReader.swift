import Glibc

/// Reads a file line by line in blocks, with one line in memory at a time.
struct LineReader: ~Copyable {
    private let file: LogFile
    private let longest: Int
    private var block: [UInt8] = []
    private var next = 0
    /// Where in the file the block ends.
    private var blockEnd = 0
    /// Bytes of the file that the lines given so far take.
    private(set) var consumed = 0

    private static let blockBytes = 1 << 18

    init(_ path: String, longest: Int) throws(FileFault) {
        file = try LogFile(path, .read)
        self.longest = longest
    }

    enum Line {
        case line([UInt8])
        /// The file ends here.
        case end
        /// The file ends in the middle of a line.
        case torn
        /// A line longer than any may be.
        case tooLong
    }

    /// The next line without its newline.
    mutating func line() throws(FileFault) -> Line {
        var line: [UInt8] = []
        while true {
            if next == block.count {
                block = try file.read(at: blockEnd, count: Self.blockBytes)
                blockEnd += block.count
                next = 0
                guard !block.isEmpty else { return line.isEmpty ? .end : .torn }
            }
            if let newline = newline() {
                line += block[next..<newline]
                next = newline + 1
                consumed += line.count + 1
                return line.count <= longest ? .line(line) : .tooLong
            }
            line += block[next...]
            next = block.count
            guard line.count <= longest else { return .tooLong }
        }
    }

    /// Where in the block the line ends, if it does.
    private func newline() -> Int? {
        unsafe block.withUnsafeBytes { block in
            guard let start = block.baseAddress,
                let found = unsafe memchr(start + next, 10, block.count - next)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - start
        }
    }
}
