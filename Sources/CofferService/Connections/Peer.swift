import CofferModel
import Glibc
import NIOCore

/// Who is at the other end, as the kernel says it (`SO_PEERCRED`, unix(7)).
package struct Peer: Hashable, Sendable {
    /// The user of the process that connected.
    package let uid: UInt32
    /// The process that connected.
    package let pid: Int32

    /// Takes the two.
    package init(uid: UInt32, pid: Int32) {
        self.uid = uid
        self.pid = pid
    }

    /// `struct ucred`: three numbers, which Glibc's headers show only to C.
    private struct Credentials: Sendable {
        var pid: Int32 = 0
        var uid: UInt32 = 0
        var gid: UInt32 = 0
    }

    /// Asks the kernel about a connection.
    static func of(_ channel: any Channel) -> EventLoopFuture<Peer> {
        guard let socket = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        let credentials: EventLoopFuture<Credentials> = socket.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
        return credentials.map { Peer(uid: $0.uid, pid: $0.pid) }
    }
}
