/// Passes over bytes a block at a time: what most text has none of costs next to nothing to look for.
enum Blocks {
    /// Bytes in a block.
    static let size = 16
    /// Bytes in a block when what is looked for is rare.
    static let wide = 32

    /// Passes over the blocks that have no byte of some kind.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - start: where the first block begins.
    ///   - size: the bytes of a block.
    ///   - distance: 0 for the bytes to stop at and more for others, of `min` and bits alone, so that a
    ///     block is a few instructions.
    /// - Returns: where the first block begins that has one, or the rest that is shorter than a block.
    @inline(__always)
    static func skip(
        _ bytes: Span<UInt8>, from start: Int, by size: Int = size, until distance: (UInt8) -> UInt8
    ) -> Int {
        var at = start
        while at + size <= bytes.count {
            let block = bytes.extracting(at..<(at + size))
            var least = UInt8.max
            for place in 0..<size { least = min(least, distance(block[place])) }
            if least == 0 { return at }
            at += size
        }
        return at
    }
}
