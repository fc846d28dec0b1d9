import CSodium
import Synchronization

/// A fixed number of locked buffers for opened values, taken by requests and given back wiped.
///
/// Lives as long as any buffer taken from it.
@safe package final class BufferPool: Sendable {
    /// Bytes each buffer holds.
    package let bytesEach: Int

    private let pages: LockedPages
    private let free: Mutex<FreeSlots>

    /// Maps and locks all buffers at once.
    ///
    /// - Parameters:
    ///   - buffers: 1...4,096.
    ///   - bytesEach: 1...1,048,576 bytes.
    /// - Throws: ``ArenaError`` when memory cannot be mapped, protected or locked; never a weaker pool.
    package init(buffers: Int, bytesEach: Int) throws(ArenaError) {
        precondition(1...4096 ~= buffers && 1...1_048_576 ~= bytesEach, "a pool has its bounds")
        self.bytesEach = bytesEach
        pages = try LockedPages(bytes: buffers * bytesEach)
        free = Mutex(FreeSlots(count: buffers))
    }

    /// How many buffers are taken now.
    package var used: Int { free.withLock { $0.used } }

    /// Takes an empty buffer, which comes back by itself when it ends.
    ///
    /// - Returns: A buffer of ``bytesEach`` bytes.
    /// - Throws: ``ArenaError/exhausted`` when all are taken.
    package func take() throws(ArenaError) -> LockedBuffer {
        guard let index = free.withLock({ $0.take() }) else { throw .exhausted }
        return LockedBuffer(index: index, pool: self)
    }

    func bytes(of index: Int) -> UnsafeMutableRawBufferPointer {
        unsafe UnsafeMutableRawBufferPointer(start: pages.base + index * bytesEach, count: bytesEach)
    }

    func giveBack(_ index: Int, written: Int) {
        unsafe sodium_memzero(bytes(of: index).baseAddress, written)
        free.withLock { $0.giveBack(index) }
    }
}
