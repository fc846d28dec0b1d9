import CSodium
import Synchronization

/// Locked memory for keys: a slab of 32-byte slots that is never swapped, dumped or inherited by a child.
///
/// Lives as long as any key in it. A slot is wiped when its key ends, before it can be taken again.
@safe package final class KeyArena: Sendable {
    /// How many keys it has room for.
    package let slots: Int

    private let pages: LockedPages
    private let free: Mutex<FreeSlots>

    /// Bytes of one slot.
    static let slotBytes = 32

    /// Maps and locks the slab.
    ///
    /// - Parameter slots: 1...1,048,576 keys. An ordinary user may lock 8 MiB, so at most some 260,000.
    /// - Throws: ``ArenaError`` when memory cannot be mapped, protected or locked; never a weaker arena.
    package init(slots: Int) throws(ArenaError) {
        precondition(1...1_048_576 ~= slots, "an arena has 1...1,048,576 slots")
        do throws(CryptoUnavailable) { try Crypto.start() } catch { throw .cryptoUnavailable }
        self.slots = slots
        pages = try LockedPages(bytes: (slots + 1) * Self.slotBytes)
        free = Mutex(FreeSlots(count: slots))
        // The first slot holds a mark, which a forked child reads as zero.
        unsafe pages.base.storeBytes(of: Self.mark, as: UInt64.self)
    }

    /// How many slots are taken now.
    package var used: Int { free.withLock { $0.used } }

    func take() throws(ArenaError) -> Int {
        guard let slot = free.withLock({ $0.take() }) else { throw .exhausted }
        return slot
    }

    func giveBack(_ slot: Int) {
        unsafe sodium_memzero(address(of: slot), Self.slotBytes)
        free.withLock { $0.giveBack(slot) }
    }

    /// The bytes of a taken slot.
    func slot(_ slot: Int) -> UnsafeMutableRawBufferPointer {
        let mark = unsafe pages.base.load(as: UInt64.self)
        precondition(mark == Self.mark, "a forked child has no keys")
        return unsafe UnsafeMutableRawBufferPointer(start: address(of: slot), count: Self.slotBytes)
    }

    private func address(of slot: Int) -> UnsafeMutableRawPointer {
        unsafe pages.base + (slot + 1) * Self.slotBytes
    }

    private static let mark: UInt64 = 0x636F_6666_6572_2121
}

/// Which slots are free: those never taken, then the most recently freed first.
struct FreeSlots {
    private let count: Int
    private var untouched = 0
    private var freed: [UInt32] = []

    init(count: Int) {
        self.count = count
        freed.reserveCapacity(count)
    }

    var used: Int { untouched - freed.count }

    mutating func take() -> Int? {
        if let last = freed.popLast() { return Int(last) }
        guard untouched < count else { return nil }
        untouched += 1
        return untouched - 1
    }

    mutating func giveBack(_ slot: Int) { freed.append(UInt32(slot)) }
}
