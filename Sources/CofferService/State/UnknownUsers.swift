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

    private struct State {
        var seen: [UInt32: Seen] = [:]
        /// Who came while nobody could know who is entered.
        var knocks: [UInt32: Seen] = [:]
    }

    /// One row for the ledger.
    struct Due: Sendable {
        let peer: Peer
        let refused: Int
    }

    private let limits: ServiceLimits
    private let state = Mutex(State())

    init(_ limits: ServiceLimits) { self.limits = limits }

    /// Counts one connection.
    func count(_ peer: Peer) { state.withLock { count(peer, 1, in: &$0.seen) } }

    /// Counts one connection while the vault is locked: whether its user is entered is known when it opens.
    func knock(_ peer: Peer) { state.withLock { count(peer, 1, in: &$0.knocks) } }

    private func count(_ peer: Peer, _ times: Int, in users: inout [UInt32: Seen]) {
        // With too many of them, the last place stands for all others.
        let isFull = users.count >= limits.unknownUsers && users[peer.uid] == nil
        let uid = isFull ? UInt32.max : peer.uid
        users[uid, default: Seen(pid: peer.pid)].unrecorded += times
        users[uid]?.pid = peer.pid
    }

    /// Counts those who knocked and are not entered, and forgets those who are.
    ///
    /// - Parameter isEntered: whether a user is entered; nil while nobody can know.
    /// - Returns: how many connections were counted.
    func sort(_ isEntered: (UInt32) -> Bool?) -> Int {
        state.withLock { state in
            var counted = 0
            for (uid, knock) in state.knocks {
                guard let isEntered = isEntered(uid) else { continue }
                state.knocks[uid] = nil
                guard !isEntered else { continue }
                count(Peer(uid: uid, pid: knock.pid), knock.unrecorded, in: &state.seen)
                counted += knock.unrecorded
            }
            return counted
        }
    }

    /// What is to be recorded now: the first connection of a user at once, later ones together once a minute.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - all: takes everything, whenever its last row was.
    /// - Returns: a row a user.
    func due(at now: ContinuousClock.Instant, all: Bool = false) -> [Due] {
        state.withLock { state in
            var due: [Due] = []
            for (uid, one) in state.seen {
                let waits = one.recorded.map { now < $0 + limits.unknownPause } ?? false
                guard !waits || all else { continue }
                if one.unrecorded > 0 {
                    due.append(Due(peer: Peer(uid: uid, pid: one.pid), refused: one.unrecorded))
                    state.seen[uid] = Seen(pid: one.pid, recorded: now)
                } else {
                    state.seen[uid] = nil
                }
            }
            return due.sorted { $0.peer.uid < $1.peer.uid }
        }
    }

    /// Counts again what could not be recorded.
    func takeBack(_ due: Due) { state.withLock { count(due.peer, due.refused, in: &$0.seen) } }
}
