import CSodium
package import CofferModel

/// A 32-byte key in the locked arena, wiped when it ends.
///
/// Move-only, so there is one of it, and nothing can print, dump or interpolate it.
package struct SecretKey: ~Copyable, Sendable {
    /// Bytes of every key.
    package static let byteCount = KeyArena.slotBytes

    private let arena: KeyArena
    private let slot: Int

    /// Draws a new key.
    ///
    /// - Parameters:
    ///   - random: Where its bits come from; they go straight into the arena.
    ///   - arena: Where it lives.
    /// - Throws: ``ArenaError/exhausted`` when no slot is free.
    package init(random: some RandomSource, in arena: KeyArena) throws(ArenaError) {
        slot = try arena.take()
        self.arena = arena
        unsafe random.fill(arena.slot(slot))
    }

    /// Copies a key that is already in memory; wiping the source is the caller's part.
    ///
    /// - Parameters:
    ///   - bytes: Exactly 32 bytes.
    ///   - arena: Where it lives.
    /// - Throws: ``ArenaError/exhausted`` when no slot is free.
    package init(copying bytes: UnsafeRawBufferPointer, in arena: KeyArena) throws(ArenaError) {
        precondition(bytes.count == Self.byteCount, "a key has 32 bytes")
        slot = try arena.take()
        self.arena = arena
        unsafe arena.slot(slot).copyMemory(from: bytes)
    }

    /// Lets a function write the key in place, as derivations and key files do.
    ///
    /// - Parameters:
    ///   - arena: Where it lives.
    ///   - failure: Says in the caller's words that no slot is free.
    ///   - fill: Writes all 32 bytes.
    /// - Throws: What `failure` makes, or `fill` throws; the slot is wiped then.
    package init<Failure: Error>(
        in arena: KeyArena, otherwise failure: (ArenaError) -> Failure,
        filling fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let taken: Int
        do throws(ArenaError) { taken = try arena.take() } catch { throw failure(error) }
        do throws(Failure) {
            unsafe try fill(arena.slot(taken))
        } catch {
            arena.giveBack(taken)
            throw error
        }
        slot = taken
        self.arena = arena
    }

    deinit { arena.giveBack(slot) }

    /// 32 zero bytes: the scope key of what is sealed under no scope (kinds 2, 3, 4 and 8).
    ///
    /// - Parameter arena: Where it lives.
    /// - Returns: A key of its own slot.
    /// - Throws: ``ArenaError/exhausted`` when no slot is free.
    package static func zeros(in arena: KeyArena) throws(ArenaError) -> SecretKey {
        // A slot that is free is zero: mapped so, and wiped when given back.
        try SecretKey(taking: arena.take(), in: arena)
    }

    /// A second one of the same key.
    ///
    /// - Returns: A key of its own slot.
    /// - Throws: ``ArenaError/exhausted`` when no slot is free.
    package borrowing func duplicate() throws(ArenaError) -> SecretKey {
        unsafe try SecretKey(copying: UnsafeRawBufferPointer(arena.slot(slot)), in: arena)
    }

    /// Lends the 32 bytes; they must not outlive the call.
    ///
    /// - Parameter body: Reads the bytes.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    package borrowing func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe try body(UnsafeRawBufferPointer(arena.slot(slot)))
    }

    /// Whether both are the same key, in time that tells nothing about where they differ.
    package borrowing func equals(_ other: borrowing SecretKey) -> Bool {
        let mine = unsafe arena.slot(slot)
        let theirs = unsafe other.arena.slot(other.slot)
        return unsafe sodium_memcmp(mine.baseAddress, theirs.baseAddress, Self.byteCount) == 0
    }

    private init(taking slot: Int, in arena: KeyArena) {
        self.slot = slot
        self.arena = arena
    }
}
