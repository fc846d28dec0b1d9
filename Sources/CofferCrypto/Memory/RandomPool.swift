import CSodium
import Synchronization

/// One locked page of random bytes not yet drawn.
///
/// Its first 8 bytes count what is left. A forked child reads zero there and so refills before it draws.
final class RandomPool: Sendable {
    static let largestDraw = 256

    private let page: Mutex<LockedPages>
    private let capacity: Int
    private static let head = MemoryLayout<Int>.size

    init() throws(ArenaError) {
        let pages = try LockedPages(bytes: 4096)
        capacity = pages.bytes - Self.head
        page = Mutex(pages)
    }

    func draw(_ buffer: UnsafeMutableRawBufferPointer) {
        page.withLock { page in
            let bytes = unsafe UnsafeMutableRawBufferPointer(start: page.base + Self.head, count: capacity)
            var left = unsafe page.base.load(as: Int.self)
            if left < buffer.count {
                unsafe SystemRandom.fillFromKernel(bytes)
                left = capacity
            }
            let drawn = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[left - buffer.count..<left])
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(drawn))
            unsafe sodium_memzero(drawn.baseAddress, drawn.count)
            unsafe page.base.storeBytes(of: left - buffer.count, as: Int.self)
        }
    }
}
