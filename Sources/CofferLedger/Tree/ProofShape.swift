/// Which subtrees a proof consists of, as ranges of leaves counted from 0 (RFC 9162 §2.1.3.1 and §2.1.4.1).
///
/// The ranges do not overlap, so one pass over the leaves makes all their hashes.
enum ProofShape {
    /// The audit path of a leaf, from the leaf upwards.
    static func inclusion(of index: UInt64, size: UInt64) -> [Range<UInt64>] {
        var path: [Range<UInt64>] = []
        var tree = 0..<size
        while tree.count > 1 {
            let (left, right) = split(tree)
            if index < left.upperBound {
                path.append(right)
                tree = left
            } else {
                path.append(left)
                tree = right
            }
        }
        return path.reversed()
    }

    /// The proof that the tree of `old` leaves is the beginning of that of `size` leaves; 0 < old ≤ size.
    static func consistency(from old: UInt64, to size: UInt64) -> [Range<UInt64>] {
        var path: [Range<UInt64>] = []
        var tree = 0..<size
        while tree.upperBound != old {
            let (left, right) = split(tree)
            if old <= left.upperBound {
                path.append(right)
                tree = left
            } else {
                path.append(left)
                tree = right
            }
        }
        // The old tree itself is known to who asks; any other subtree that ends where it ends is not.
        if tree.lowerBound > 0 { path.append(tree) }
        return path.reversed()
    }

    /// Splits at the largest power of two below the number of leaves.
    private static func split(_ tree: Range<UInt64>) -> (Range<UInt64>, Range<UInt64>) {
        let count = tree.upperBound - tree.lowerBound
        let width = UInt64(1) << (UInt64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
        let middle = tree.lowerBound + width
        return (tree.lowerBound..<middle, middle..<tree.upperBound)
    }
}
