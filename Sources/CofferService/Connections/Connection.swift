import Coffer
import CofferModel

/// One connection of somebody whom the kernel named.
final class Connection: Sendable {
    let peer: Peer
    private let id: UInt64
    private let connections: Connections
    private let watch: Watch

    init(_ peer: Peer, id: UInt64, _ connections: Connections, _ watch: Watch) {
        self.peer = peer
        self.id = id
        self.connections = connections
        self.watch = watch
    }

    /// A request begins; false when this connection had to make room for another.
    func begin() -> Bool { connections.begin(id) }

    /// Its answer was given, and taken.
    func end() { connections.end(id) }

    /// The time for an answer's header.
    var date: String { watch.date }

    /// The answer to what is no request, counted and logged.
    func refused(_ error: VaultError) -> Reply {
        let request = watch.newRequest()
        let reply = Reply(error, request: request)
        watch.answered(
            Answered(
                route: "-", method: "-", status: reply.status, code: error.code, uid: peer.uid,
                request: request,
                took: .zero))
        return reply
    }
}
