import CofferModel
import NIOCore
import Synchronization

/// All connections: how many, whose, and which of them do nothing.
///
/// At a bound the connection that was idle longest makes room, so that whoever holds many idle ones cannot keep
/// others out.
final class Connections: Sendable {
    private struct Entry {
        let uid: UInt32
        let channel: any Channel
        /// Nil while a request is in flight; else the smallest of all is the one idle longest.
        var idleSince: UInt64?
    }

    private struct State {
        var entries: [UInt64: Entry] = [:]
        var perUser: [UInt32: Int] = [:]
        var requests: [UInt32: Int] = [:]
        var clock: UInt64 = 0
        var isClosed = false

        mutating func tick() -> UInt64 {
            clock += 1
            return clock
        }

        mutating func remove(_ id: UInt64) -> Entry? {
            guard let entry = entries.removeValue(forKey: id) else { return nil }
            perUser[entry.uid] = perUser[entry.uid].flatMap { $0 > 1 ? $0 - 1 : nil }
            return entry
        }

        func idleOfMost() -> UInt64? {
            for user in perUser.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                if let idle = longestIdle(of: user.key) { return idle }
            }
            return nil
        }

        func longestIdle(of uid: UInt32) -> UInt64? {
            entries.filter { $0.value.uid == uid && $0.value.idleSince != nil }
                .min { ($0.value.idleSince ?? 0) < ($1.value.idleSince ?? 0) }?.key
        }
    }

    private let limits: ServiceLimits
    private let state = Mutex(State())

    init(_ limits: ServiceLimits) { self.limits = limits }

    /// How many there are.
    var count: Int { state.withLock { $0.entries.count } }

    /// Takes a connection in, and closes an idle one for it where a bound is reached.
    ///
    /// - Returns: its number, or nil when there is no room.
    func admit(_ peer: Peer, _ channel: any Channel) -> UInt64? {
        let (id, evicted): (UInt64?, (any Channel)?) = state.withLock { state in
            var evicted: (any Channel)?
            if state.isClosed { return (nil, nil) }
            if state.perUser[peer.uid, default: 0] >= limits.connectionsPerUser {
                guard let idle = state.longestIdle(of: peer.uid) else { return (nil, nil) }
                evicted = state.remove(idle)?.channel
            } else if state.entries.count >= limits.connections {
                // Whoever has most makes room first.
                guard let idle = state.idleOfMost() else { return (nil, nil) }
                evicted = state.remove(idle)?.channel
            }
            let id = state.tick()
            state.entries[id] = Entry(uid: peer.uid, channel: channel, idleSince: id)
            state.perUser[peer.uid, default: 0] += 1
            return (id, evicted)
        }
        if let evicted { Self.quiesce(evicted) }
        return id
    }

    /// Notes that a request is in flight; false for a connection that had to make room.
    func begin(_ id: UInt64) -> Bool {
        state.withLock { state in
            guard state.entries[id] != nil else { return false }
            state.entries[id]?.idleSince = nil
            return true
        }
    }

    /// Notes that the answer was given, and is in the kernel.
    func end(_ id: UInt64) {
        state.withLock { state in
            let now = state.tick()
            state.entries[id]?.idleSince = now
        }
    }

    /// Forgets a connection that ended.
    func remove(_ id: UInt64) { state.withLock { _ = $0.remove(id) } }

    /// Takes nobody in any more, and ends each connection with the answer it is working on.
    func quiesce() {
        let channels = state.withLock { state in
            state.isClosed = true
            return state.entries.values.map(\.channel)
        }
        for channel in channels { Self.quiesce(channel) }
    }

    private static func quiesce(_ channel: any Channel) {
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
    }

    /// Ends every connection, also one that is being answered.
    func closeAll() {
        let channels = state.withLock { $0.entries.values.map(\.channel) }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Notes a request that is being worked on; false when there are too many, of all users or of this one.
    func enter(_ uid: UInt32) -> Bool {
        state.withLock { state in
            guard state.requests.values.reduce(0, +) < limits.requests,
                state.requests[uid, default: 0] < limits.requestsPerUser
            else { return false }
            state.requests[uid, default: 0] += 1
            return true
        }
    }

    /// Notes that it is done.
    func leave(_ uid: UInt32) {
        state.withLock { state in
            state.requests[uid] = state.requests[uid].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }

    /// Requests being worked on.
    var requests: Int { state.withLock { $0.requests.values.reduce(0, +) } }
}
