import CPlatform

/// Pages for secrets: between guard pages, locked, left out of core dumps, zeros in a forked child.
///
/// Sendable by its owners' care: each of them gives out disjoint ranges under a lock.
@safe final class LockedPages: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let bytes: Int

    /// Maps at least so many bytes, zeroed.
    init(bytes wanted: Int) throws(ArenaError) {
        var step: Int32 = 0
        guard wanted > 0, let base = unsafe coffer_locked_map(wanted, &step) else {
            throw ArenaError(step: step)
        }
        unsafe self.base = base
        bytes = coffer_locked_size(wanted)
    }

    deinit { unsafe coffer_locked_unmap(base, bytes) }
}
