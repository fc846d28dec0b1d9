import CPlatform
public import CofferModel

/// The kernel's generator, drawn a page at a time.
///
/// The page is locked, and a forked child finds it empty, so that no two processes draw the same bytes from it.
public struct SystemRandom: RandomSource {
    /// Every one draws from the process's one pool.
    public init() {}

    /// Fills a buffer from the pool, or from the kernel itself when it is large.
    ///
    /// - Parameter buffer: Any length.
    public func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        guard buffer.count <= RandomPool.largestDraw, let pool = Self.pool else {
            return unsafe Self.fillFromKernel(buffer)
        }
        unsafe pool.draw(buffer)
    }

    static func fillFromKernel(_ buffer: UnsafeMutableRawBufferPointer) {
        guard let base = buffer.baseAddress else { return }
        let status = unsafe coffer_random(base, buffer.count)
        precondition(status == 0, "the kernel has no random generator")
    }

    /// Nil when no page can be locked: then every draw asks the kernel.
    private static let pool = try? RandomPool()
}
