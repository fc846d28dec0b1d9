import CPlatform

/// Why there is no locked memory for a secret.
package enum ArenaError: Error, Hashable {
    /// The system gave no address space.
    case cannotMap
    /// The guard pages could not be set.
    case cannotProtect
    /// The memory could not be locked: `RLIMIT_MEMLOCK` is too small for what was asked.
    case cannotLock
    /// The kernel refuses to leave the memory out of dumps and forked children.
    case cannotAdvise
    /// Every slot or buffer is taken.
    case exhausted
    /// libsodium cannot start.
    case cryptoUnavailable

    /// Names the step at which the platform's mapping stopped.
    init(step: Int32) {
        switch UInt32(step) {
        case COFFER_LOCKED_PROTECT.rawValue: self = .cannotProtect
        case COFFER_LOCKED_LOCK.rawValue: self = .cannotLock
        case COFFER_LOCKED_ADVISE.rawValue: self = .cannotAdvise
        default: self = .cannotMap
        }
    }
}
