import CofferCrypto

/// Opened values on their way to a connector or an envelope: lent, one at a time, for the length of a call.
///
/// Move-only, and only ever lent, so that it can neither be kept nor printed. The buffer behind it is wiped when
/// ``Unseen/hand(for:_:)`` returns.
package struct Handed: ~Copyable {
    private let buffer: LockedBuffer
    private let ranges: [Int: Range<Int>]

    init(_ buffer: consuming LockedBuffer, _ ranges: [Int: Range<Int>]) {
        self.buffer = buffer
        self.ranges = ranges
    }

    /// Lends the canonical bytes of one value; they must not outlive the call.
    ///
    /// - Parameters:
    ///   - ask: which ask of the request, from 0.
    ///   - body: reads the bytes.
    /// - Returns: what `body` returns; nil where nothing was opened for the ask.
    /// - Throws: what `body` throws.
    package borrowing func withBytes<Result, Failure: Error>(
        of ask: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        guard let range = ranges[ask] else { return nil }
        return unsafe try buffer.withBytes(range, body)
    }
}
