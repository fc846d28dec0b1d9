package import CofferModel

/// That a later tree only appended to an earlier one.
package struct ConsistencyProof: Hashable, Sendable {
    /// The number of leaves of the earlier tree.
    package let oldSize: UInt64
    /// The number of leaves of the later tree.
    package let size: UInt64
    /// The hashes of RFC 9162 §2.1.4.
    package let path: [Digest]

    /// Takes a proof that came from elsewhere.
    package init(oldSize: UInt64, size: UInt64, path: [Digest]) {
        self.oldSize = oldSize
        self.size = size
        self.path = path
    }

    /// Whether the later root extends the earlier one (RFC 9162 §2.1.4.2).
    ///
    /// An earlier tree without leaves proves nothing and is refused.
    package func proves(_ root: Digest, extends oldRoot: Digest) -> Bool {
        guard oldSize > 0, oldSize <= size else { return false }
        guard oldSize < size else { return path.isEmpty && root == oldRoot }
        var rest = path[...]
        // A full earlier tree is a node of the later one and not repeated in the path.
        guard let start = oldSize.nonzeroBitCount == 1 ? oldRoot : rest.popFirst() else { return false }
        var (place, last) = (oldSize - 1, size - 1)
        while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
        var (old, new) = (start, start)
        for sibling in rest {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                old = Merkle.node(sibling, old)
                new = Merkle.node(sibling, new)
                while place & 1 == 0, place > 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                new = Merkle.node(new, sibling)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && old == oldRoot && new == root
    }
}
