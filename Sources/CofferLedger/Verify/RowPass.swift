import CofferModel

/// Reads rows and leaf file side by side and keeps the trees of both.
struct RowPass: ~Copyable {
    private var lines: LineReader
    private var ahead: LineReader.Line?
    private var leaves: LeafReader?
    private var lastTime: Timestamp?
    /// The tree of the rows read so far.
    private(set) var tree = Frontier()
    /// The tree of the leaf file, from where it differs from the rows.
    private var leafTree: Frontier?
    /// The first row whose leaf is not the leaf file's.
    private var suspect: Finding?

    init(_ directory: LogDirectory) throws(LedgerError) {
        lines = try LedgerError.onFile { () throws(FileFault) in
            try LineReader(directory.rows, longest: Limits.ledgerRowBytes)
        }
        leaves = try? LeafReader(directory.leaves)
    }

    enum Outcome {
        case sound
        /// The rows are right, the leaf file is not.
        case soundBut(Finding)
        case broken(Finding)
    }

    /// Reads rows until the tree has so many, or one is no row in its place.
    ///
    /// - Parameter size: how many.
    /// - Returns: nil, or what is wrong with the next row.
    /// - Throws: ``LedgerError/file(_:)``.
    mutating func read(to size: UInt64) throws(LedgerError) -> Finding? {
        while tree.size < size {
            let number = tree.size + 1
            guard case .line(let line) = try next() else { return .missing(number...size) }
            guard let row = try? LedgerRow(vouchedFor: line), row.sequence == number,
                lastTime.map({ $0 <= row.time }) ?? true
            else { return try fault(at: number, in: line) }
            lastTime = row.time
            let leaf = Merkle.leaf(line)
            if try !compare(leaf, at: number) { suspect = try fault(at: number, in: line) }
            tree.append(leaf)
        }
        return nil
    }

    /// Compares the tree with a checkpoint's, after reading up to it.
    mutating func judge(_ note: Checkpoint, before first: UInt64, _ wrong: Finding?) -> Outcome {
        if wrong == nil, tree.root == note.root {
            guard case .row(let number, _) = suspect else { return .sound }
            (suspect, leafTree) = (nil, nil)
            leaves = nil
            return .soundBut(.leaves(number))
        }
        if leafTreeMatches(note), let found = suspect ?? wrong { return .broken(found) }
        return .broken(wrong ?? .rows(first...note.size))
    }

    /// Whether the row's leaf is the leaf file's, as far as there is one and it was right so far.
    private mutating func compare(_ leaf: Digest, at number: UInt64) throws(LedgerError) -> Bool {
        guard let filed = leaves?.leaf() else { return true }
        guard leafTree == nil else {
            leafTree?.append(filed)
            return true
        }
        guard filed != leaf else { return true }
        leafTree = tree
        leafTree?.append(filed)
        return false
    }

    /// Whether the leaf file, read on to the checkpoint, has the tree that was signed.
    private mutating func leafTreeMatches(_ note: Checkpoint) -> Bool {
        var tree = leafTree ?? tree
        while tree.size < note.size {
            guard let leaf = leaves?.leaf() else { return false }
            tree.append(leaf)
        }
        return tree.root == note.root
    }

    private mutating func next() throws(LedgerError) -> LineReader.Line {
        if let line = ahead.take() { return line }
        do throws(FileFault) { return try lines.line() } catch { throw .file(error) }
    }

    private mutating func fault(at number: UInt64, in line: [UInt8]) throws(LedgerError) -> Finding {
        ahead = try next()
        var following: UInt64?
        if case .line(let line) = ahead { following = try? LedgerRow(reading: line).sequence }
        let found = try? LedgerRow(reading: line).sequence
        return .row(number, RowFault(at: number, found: found, following: following))
    }
}
