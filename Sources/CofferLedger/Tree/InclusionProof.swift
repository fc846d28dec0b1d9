package import CofferModel

/// That a row stands in the tree of a checkpoint: checked with the row, the checkpoint and nothing else.
package struct InclusionProof: Hashable, Sendable {
    /// The leaf's place, counted from 0: the row's number less one.
    package let index: UInt64
    /// The number of leaves of the tree.
    package let size: UInt64
    /// The hashes beside the way from the leaf to the root.
    package let path: [Digest]

    /// Takes a proof that came from elsewhere.
    package init(index: UInt64, size: UInt64, path: [Digest]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Whether the leaf and this path give the root (RFC 9162 §2.1.3.2).
    ///
    /// - Parameters:
    ///   - leaf: ``Merkle/leaf(_:)`` of the row.
    ///   - root: the root that a checkpoint of `size` rows signs.
    /// - Returns: whether they do.
    package func proves(_ leaf: Digest, in root: Digest) -> Bool {
        guard index < size else { return false }
        var (place, last, hash) = (index, size - 1, leaf)
        for sibling in path {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                hash = Merkle.node(sibling, hash)
                while place & 1 == 0, place > 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                hash = Merkle.node(hash, sibling)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }
}
