/// ISO/IEC 7816-4 padding: one byte 0x80, then zeros up to a multiple of the block.
package enum Padding {
    /// How many bytes a value has once padded; more than before.
    ///
    /// - Parameters:
    ///   - count: Bytes of the value.
    ///   - block: 1...256; 1 adds a single byte.
    /// - Returns: The least multiple of the block that is greater than `count`.
    package static func paddedCount(_ count: Int, block: Int) -> Int {
        precondition(1...256 ~= block, "a block has 1...256 bytes")
        return (count / block + 1) * block
    }

    /// The value with its padding.
    package static func padded(_ value: [UInt8], block: Int) -> [UInt8] {
        let zeros = paddedCount(value.count, block: block) - value.count - 1
        return value + [0x80] + repeatElement(0, count: zeros)
    }

    /// How many bytes the value has without its padding, or nil when it has none.
    package static func unpaddedCount(_ padded: UnsafeRawBufferPointer) -> Int? {
        guard let mark = unsafe padded.lastIndex(where: { $0 != 0 }), unsafe padded[mark] == 0x80 else {
            return nil
        }
        return mark
    }
}

extension LockedBuffer {
    /// Where the value stands without its padding, or nil when the range holds no padded value.
    package borrowing func unpadded(_ range: Range<Int>) -> Range<Int>? {
        let count = unsafe withBytes(range) { unsafe Padding.unpaddedCount($0) }
        return count.map { range.lowerBound..<range.lowerBound + $0 }
    }
}
