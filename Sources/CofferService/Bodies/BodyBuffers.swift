import CofferCrypto
import CofferModel
import Synchronization

/// Locked memory in which the bodies of requests are put together.
///
/// One user has at most half of it, so that whoever sends slowly keeps nobody else out.
final class BodyBuffers: Sendable {
    enum Size: CaseIterable { case small, large }

    private struct Holder: Hashable {
        let uid: UInt32
        let size: Size
    }

    private let small: BufferPool
    private let large: BufferPool
    private let limits: ServiceLimits
    private let taken = Mutex<[Holder: Int]>([:])

    /// Locks the memory.
    ///
    /// - Throws: when the system does not lock as much.
    init(_ limits: ServiceLimits) throws(ArenaError) {
        self.limits = limits
        small = try BufferPool(buffers: limits.smallBuffers, bytesEach: limits.smallBytes)
        large = try BufferPool(buffers: limits.largeBuffers, bytesEach: limits.requestBytes)
    }

    /// What a small one holds.
    var smallBytes: Int { limits.smallBytes }

    /// Waits for a buffer, but not for long.
    ///
    /// - Throws: `unavailable` when none became free.
    func take(_ size: Size, for uid: UInt32) async throws(VaultError) -> TakenBuffer {
        let last = ContinuousClock.now + limits.bufferWait
        repeat {
            if let buffer = takeNow(size, uid) { return buffer }
            try? await Task.sleep(for: limits.bufferPoll)
        } while ContinuousClock.now < last && !Task.isCancelled
        throw VaultError(.unavailable, "too many requests are being read")
    }

    private func takeNow(_ size: Size, _ uid: UInt32) -> TakenBuffer? {
        let holder = Holder(uid: uid, size: size)
        let share = max(1, (size == .small ? limits.smallBuffers : limits.largeBuffers) / 2)
        let may = taken.withLock { taken in
            guard taken[holder, default: 0] < share else { return false }
            taken[holder, default: 0] += 1
            return true
        }
        guard may else { return nil }
        do throws(ArenaError) {
            let buffer = try (size == .small ? small : large).take()
            return TakenBuffer(buffer) { [self] in giveBack(holder) }
        } catch {
            giveBack(holder)
            return nil
        }
    }

    private func giveBack(_ holder: Holder) {
        taken.withLock { taken in
            taken[holder] = taken[holder].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }
}

/// A locked buffer that goes back, wiped, when nobody refers to it.
final class TakenBuffer: Sendable {
    private let buffer: Mutex<LockedBuffer>
    private let giveBack: @Sendable () -> Void

    init(_ buffer: consuming sending LockedBuffer, _ giveBack: @escaping @Sendable () -> Void) {
        self.buffer = Mutex(buffer)
        self.giveBack = giveBack
    }

    deinit { giveBack() }

    var count: Int { buffer.withLock { $0.count } }

    /// Adds bytes; false when they have no room.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        buffer.withLock { buffer in
            do throws(ArenaError) {
                unsafe try buffer.append(bytes)
                return true
            } catch { return false }
        }
    }

    /// Lends the buffer itself.
    func withBuffer<Result: Sendable, Failure: Error>(
        _ body: (borrowing LockedBuffer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try buffer.withLock { (buffer) throws(Failure) in try body(buffer) }
    }

    /// Lends the bytes.
    func withBytes<Result: Sendable>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        buffer.withLock { buffer in unsafe buffer.withBytes(body) }
    }
}
