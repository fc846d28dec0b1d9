package import CofferModel

/// The right edge of a growing tree: the roots of its full subtrees, at most one for each power of two.
///
/// Enough to append leaves and to give the root; a tree of a thousand million rows keeps 30 hashes.
package struct Frontier: Sendable {
    /// The number of leaves.
    package private(set) var size: UInt64 = 0
    /// Full subtrees from the largest, at the left, to the smallest.
    private var roots: [Digest] = []

    /// The empty tree.
    package init() {}

    /// Adds a leaf at the right.
    package mutating func append(_ leaf: Digest) {
        var hash = leaf
        // As many full subtrees end here as the old size has trailing ones.
        for _ in 0..<(~size).trailingZeroBitCount {
            guard let left = roots.popLast() else { break }
            hash = Merkle.node(left, hash)
        }
        roots.append(hash)
        size += 1
    }

    /// The root of the tree as it is now.
    package var root: Digest {
        guard var hash = roots.last else { return Merkle.empty }
        for left in roots.dropLast().reversed() { hash = Merkle.node(left, hash) }
        return hash
    }
}
