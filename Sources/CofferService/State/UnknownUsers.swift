import CofferModel
import Synchronization

/// Users who are not entered and connected all the same, or brought a token that is none: counted at once, recorded now
/// and then.
final class UnknownUsers: Sendable {
    private struct Seen {
        var pid: Int32
        var unrecorded = 0
        var recorded: ContinuousClock.Instant?
    }

    /// One row for the ledger.
    struct Due: Sendable {
        let peer: Peer
        let refused: Int
    }

    private let limits: ServiceLimits
    private let seen = Mutex<[UInt32: Seen]>([:])

    init(_ limits: ServiceLimits) { self.limits = limits }

    /// Counts one connection.
    func count(_ peer: Peer) {
        seen.withLock { seen in
            // With too many of them, the last place stands for all others.
            let isFull = seen.count >= limits.unknownUsers && seen[peer.uid] == nil
            let uid = isFull ? UInt32.max : peer.uid
            seen[uid, default: Seen(pid: peer.pid)].unrecorded += 1
            seen[uid]?.pid = peer.pid
        }
    }

    /// What is to be recorded now: the first connection of a user at once, later ones together once a minute.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - all: takes everything, whenever its last row was.
    /// - Returns: a row a user.
    func due(at now: ContinuousClock.Instant, all: Bool = false) -> [Due] {
        seen.withLock { seen in
            var due: [Due] = []
            for (uid, one) in seen {
                let waits = one.recorded.map { now < $0 + limits.unknownPause } ?? false
                guard !waits || all else { continue }
                if one.unrecorded > 0 {
                    due.append(Due(peer: Peer(uid: uid, pid: one.pid), refused: one.unrecorded))
                    seen[uid] = Seen(pid: one.pid, recorded: now)
                } else {
                    seen[uid] = nil
                }
            }
            return due.sorted { $0.peer.uid < $1.peer.uid }
        }
    }
}
