import CSodium

/// Opened values of one request, in locked memory; wiped and given back to its pool when it ends.
///
/// Never grows: what has no room is refused, so that no copy is left behind by a move.
package struct LockedBuffer: ~Copyable, Sendable {
    /// Bytes written so far.
    package private(set) var count = 0

    private let index: Int
    private let pool: BufferPool

    init(index: Int, pool: BufferPool) {
        self.index = index
        self.pool = pool
    }

    deinit { pool.giveBack(index, written: count) }

    /// Bytes it can hold.
    package var capacity: Int { pool.bytesEach }

    /// Bytes that still have room.
    package var room: Int { capacity - count }

    /// Adds bytes at the end.
    ///
    /// - Parameter bytes: Any length; wiping the source is the caller's part.
    /// - Returns: Where they stand.
    /// - Throws: ``ArenaError/exhausted`` when they have no room; nothing is written then.
    @discardableResult
    package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(ArenaError) -> Range<Int> {
        let place = unsafe write(bytes.count) { room in
            unsafe room.copyMemory(from: bytes)
            return true
        }
        guard let place else { throw .exhausted }
        return place
    }

    /// Adds bytes at the end.
    ///
    /// - Parameter bytes: Any length; an array cannot be wiped, so nothing secret should come in one.
    /// - Returns: Where they stand.
    /// - Throws: ``ArenaError/exhausted`` when they have no room; nothing is written then.
    @discardableResult
    package mutating func append(_ bytes: [UInt8]) throws(ArenaError) -> Range<Int> {
        let place = unsafe write(bytes.count) { room in
            unsafe room.copyBytes(from: bytes)
            return true
        }
        guard let place else { throw .exhausted }
        return place
    }

    /// Lends all bytes; they must not outlive the call.
    ///
    /// - Parameter body: Reads the bytes.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    package borrowing func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe try withBytes(0..<count, body)
    }

    /// Lends some of the bytes; they must not outlive the call.
    ///
    /// - Parameters:
    ///   - range: Within `0..<count`.
    ///   - body: Reads the bytes.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    package borrowing func withBytes<Result: ~Copyable, Failure: Error>(
        _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "a range is within the buffer")
        return unsafe try body(UnsafeRawBufferPointer(rebasing: pool.bytes(of: index)[range]))
    }

    /// Drops the bytes from an offset on, and wipes them.
    ///
    /// - Parameter kept: How many stay, at most ``count``.
    package mutating func truncate(to kept: Int) {
        precondition(0...count ~= kept, "a buffer is cut within itself")
        unsafe sodium_memzero(pool.bytes(of: index).baseAddress.map { unsafe $0 + kept }, count - kept)
        count = kept
    }

    /// Lets a function write in place; when it refuses, what it wrote is wiped and nothing is added.
    mutating func write(_ bytes: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Bool) -> Range<Int>? {
        guard bytes <= room else { return nil }
        let end = count + bytes
        let place = unsafe UnsafeMutableRawBufferPointer(rebasing: pool.bytes(of: index)[count..<end])
        guard unsafe fill(place) else {
            unsafe sodium_memzero(place.baseAddress, place.count)
            return nil
        }
        defer { count = end }
        return count..<end
    }
}
