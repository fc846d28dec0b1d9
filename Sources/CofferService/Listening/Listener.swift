package import CofferModel
import Glibc

/// A unix socket that waits for connections: made here, or handed over by systemd.
package struct Listener: Sendable {
    /// The socket.
    let descriptor: Int32
    /// What this process made and removes again; nil for a socket that is another's.
    private let made: Made?

    private struct Made: Sendable {
        let lock: SocketLock
        let path: String
        let inode: UInt64
        let device: UInt64
    }

    /// Owner and group may connect, and nobody else; the directory says who else is kept out.
    static let mode: mode_t = 0o660

    /// Makes the socket with its final mode, in place of one that nobody answers; from then on clients connect.
    ///
    /// To be called when what answers them is ready.
    ///
    /// - Parameter path: from the root, at most 107 bytes.
    /// - Throws: `usage` for a path that cannot be one or is something else's; `conflict` when another service has it
    ///   or a process answers there.
    package init(path: String) throws(VaultError) {
        guard Self.isPath(path) else { throw VaultError(.usage, rule: "socket.path") }
        let lock = try SocketLock(socket: path)
        try Self.makeRoom(path)
        descriptor = try Self.bound(path)
        guard let status = FileStatus(path), status.isSocket, status.mode == Self.mode else {
            close(descriptor)
            throw VaultError(.unavailable, "the socket did not get its mode")
        }
        made = Made(lock: lock, path: path, inode: status.inode, device: status.device)
        guard listen(descriptor, ServiceLimits.backlog) == 0 else {
            close(descriptor)
            remove()
            throw VaultError(.unavailable, "the socket does not listen")
        }
    }

    /// Whether a socket can have this path.
    package static func isPath(_ path: String) -> Bool {
        path.hasPrefix("/") && path.utf8.count <= ServiceLimits.socketPathBytes && !path.utf8.contains(0)
    }

    /// Takes the one socket that systemd made (sd_listen_fds(3)).
    ///
    /// - Parameters:
    ///   - variables: `LISTEN_PID` and `LISTEN_FDS`.
    ///   - first: the first descriptor handed over; 3 unless a test says otherwise.
    /// - Returns: the socket; nil when none was handed to this process.
    /// - Throws: `usage` when what was handed over is not one listening unix stream socket, or anybody may connect to it.
    package static func activated(
        _ variables: (pid: String?, count: String?), first: Int32 = 3
    ) throws(VaultError) -> Listener? {
        guard let pid = variables.pid, Int32(pid) == getpid() else { return nil }
        guard variables.count == "1" else { throw VaultError(.usage, rule: "socket.activation") }
        guard option(first, SO_DOMAIN) == AF_UNIX, option(first, SO_TYPE) == Int32(SOCK_STREAM.rawValue),
            option(first, SO_ACCEPTCONN) == 1
        else { throw VaultError(.usage, rule: "socket.activation") }
        guard let path = name(first), let status = FileStatus(path), status.mode & 0o007 == 0 else {
            throw VaultError(
                .usage, rule: "socket.mode",
                "anybody may connect to the socket that was handed over: SocketMode=0660")
        }
        _ = fcntl(first, F_SETFD, FD_CLOEXEC)
        return Listener(descriptor: first)
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        made = nil
    }

    /// Removes the socket's name, if it is still this process's.
    package func remove() {
        guard let made else { return }
        if let status = FileStatus(made.path), status.inode == made.inode, status.device == made.device {
            unsafe unlink(made.path)
        }
        made.lock.release()
    }

    /// The name of a socket in the file system; nil for one that has none, whose mode nobody can set.
    private static func name(_ descriptor: Int32) -> String? {
        var address = sockaddr_un()
        var size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &size)
            }
        }
        guard status == 0 else { return nil }
        let bytes = unsafe withUnsafeBytes(of: &address.sun_path) { unsafe Array($0.prefix { $0 != 0 }) }
        return bytes.first == UInt8(ascii: "/") ? String(decoding: bytes, as: UTF8.self) : nil
    }

    private static func option(_ descriptor: Int32, _ name: Int32) -> Int32? {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return unsafe getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
    }

    /// Removes a socket of a process that is gone; anything else stays, and is told.
    private static func makeRoom(_ path: String) throws(VaultError) {
        guard let status = FileStatus(path) else { return }
        guard status.isSocket else {
            throw VaultError(.usage, "there is something else where the socket is to be")
        }
        let probe = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard probe >= 0 else { throw VaultError(.unavailable, "the system has no socket left") }
        defer { close(probe) }
        let answers = unsafe withAddress(path) { unsafe connect(probe, $0, $1) } == 0
        guard !answers, errno == ECONNREFUSED else {
            throw VaultError(.conflict, "a process answers at this socket")
        }
        unsafe unlink(path)
    }

    private static func bound(_ path: String) throws(VaultError) -> Int32 {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw VaultError(.unavailable, "the system has no socket left") }
        // Linux makes the name with the socket's own mode, less the umask: so it is never wider than this, and the
        // umask is one that takes nothing of it away. Nothing else that is made meanwhile becomes wider than it was.
        let isSet = fchmod(descriptor, mode) == 0
        let before = umask(0o007)
        let status = isSet ? unsafe withAddress(path) { unsafe bind(descriptor, $0, $1) } : -1
        let failure = errno
        umask(before)
        guard status == 0 else {
            close(descriptor)
            throw failure == EADDRINUSE
                ? VaultError(.conflict, "a process answers at this socket")
                : VaultError(.unavailable, "the socket cannot be made there")
        }
        return descriptor
    }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
