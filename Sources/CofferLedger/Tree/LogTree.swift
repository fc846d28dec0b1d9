package import CofferModel

/// The Merkle tree of a log's files, for proofs; hashes are made anew from the leaves each time.
package struct LogTree: Sendable {
    private let directory: LogDirectory
    /// The number of rows.
    package let size: UInt64

    /// Names a log's files and the size of a checkpoint of it.
    package init(_ directory: LogDirectory, size: UInt64) {
        self.directory = directory
        self.size = size
    }

    /// The root of the first rows.
    ///
    /// - Parameter size: how many rows, at most ``size``.
    /// - Returns: the root of their tree.
    /// - Throws: ``LedgerError/outOfRange``, or what is wrong with the files.
    package func root(at size: UInt64) throws(LedgerError) -> Digest {
        guard size <= self.size else { throw .outOfRange }
        return try roots(of: [0..<size])[0]
    }

    /// A row as it stands in the log, without its newline.
    ///
    /// - Parameter sequence: its number, 1...``size``.
    /// - Returns: its bytes.
    /// - Throws: ``LedgerError/outOfRange``, or what is wrong with the files.
    package func row(_ sequence: UInt64) throws(LedgerError) -> [UInt8] {
        guard sequence > 0, sequence <= size else { throw .outOfRange }
        var reader = try LedgerReader(directory, through: size)
        for number in 1...sequence {
            guard case .line(let line) = try reader.nextRaw() else { throw .damaged(.row(number)) }
            if number == sequence { return line }
        }
        throw .outOfRange
    }

    /// The proof that a row stands in the tree of a checkpoint.
    ///
    /// - Parameters:
    ///   - sequence: the row's number.
    ///   - size: the checkpoint's size, at most ``size``.
    /// - Returns: the proof, for ``InclusionProof/proves(_:in:)``.
    /// - Throws: ``LedgerError/outOfRange``, or what is wrong with the files.
    package func inclusion(of sequence: UInt64, in size: UInt64) throws(LedgerError) -> InclusionProof {
        guard sequence > 0, sequence <= size, size <= self.size else { throw .outOfRange }
        let path = try roots(of: ProofShape.inclusion(of: sequence - 1, size: size))
        return InclusionProof(index: sequence - 1, size: size, path: path)
    }

    /// The proof that a later checkpoint extends an earlier one.
    ///
    /// - Parameters:
    ///   - oldSize: the earlier checkpoint's size, at least 1.
    ///   - size: the later one's, at most ``size``.
    /// - Returns: the proof, for ``ConsistencyProof/proves(_:extends:)``.
    /// - Throws: ``LedgerError/outOfRange``, or what is wrong with the files.
    package func consistency(from oldSize: UInt64, to size: UInt64) throws(LedgerError) -> ConsistencyProof {
        guard oldSize > 0, oldSize <= size, size <= self.size else { throw .outOfRange }
        let path = try roots(of: ProofShape.consistency(from: oldSize, to: size))
        return ConsistencyProof(oldSize: oldSize, size: size, path: path)
    }

    /// The roots of ranges of leaves that do not overlap, in one pass over the rows.
    private func roots(of ranges: [Range<UInt64>]) throws(LedgerError) -> [Digest] {
        var trees = ranges.map { _ in Frontier() }
        let last = ranges.map(\.upperBound).max() ?? 0
        let order = ranges.indices.sorted { ranges[$0].lowerBound < ranges[$1].lowerBound }
        var turn = order[...]
        var reader = try LedgerReader(directory, through: last)
        for index in 0..<last {
            guard case .line(let line) = try reader.nextRaw() else { throw .damaged(.row(index + 1)) }
            while let first = turn.first, ranges[first].upperBound <= index { turn = turn.dropFirst() }
            guard let now = turn.first, ranges[now].contains(index) else { continue }
            trees[now].append(Merkle.leaf(line))
        }
        return trees.map(\.root)
    }
}
