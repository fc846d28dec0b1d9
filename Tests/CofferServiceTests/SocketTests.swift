import CofferModel
import CofferService
import CofferTesting
import Glibc
import Testing

/// The socket as a name in the file system.
@Suite(.serialized) struct SocketTests {
    private func mode(_ path: String) -> mode_t? {
        var status = stat()
        guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        return status.st_mode & 0o7777
    }

    @Test func `the socket has mode 0660 from the moment it exists, and goes with a graceful stop`()
        async throws
    {
        let service = try await TestService()
        #expect(mode(service.socket) == 0o660)
        try await service.stop()
        #expect(mode(service.socket) == nil)
    }

    /// A name that a process left which died before it removed it.
    private func abandon(_ path: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(bind(descriptor, to: path) == 0)
        close(descriptor)
    }

    private func bind(_ descriptor: Int32, to path: String) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        // Without a path, the system picks an abstract name.
        let size = path.isEmpty ? MemoryLayout<sa_family_t>.size : MemoryLayout<sockaddr_un>.size
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.bind(descriptor, $0, socklen_t(size))
            }
        }
    }

    @Test func `a socket that nobody answers is replaced, and one that answers is not`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("s")
        abandon(path)
        let mine = try Listener(path: path)
        _ = try Client(path)
        mine.remove()
        #expect(mode(path) == nil)
        let service = try await TestService()
        #expect { _ = try Listener(path: service.socket) } throws: { ($0 as? VaultError)?.code == .conflict }
        #expect(try await service.ask("GET", "/healthz").status == 200)
        try await service.stop()
    }

    @Test func `a name that a service has is not taken from it, whether it answers or not`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("s")
        let first = try Listener(path: path)
        #expect(unsafe rename(path, directory.file("t")) == 0)
        abandon(path)
        #expect { _ = try Listener(path: path) } throws: { ($0 as? VaultError)?.code == .conflict }
        #expect(mode(path) != nil)
        first.remove()
        try Listener(path: path).remove()
        #expect(mode(path) == nil)
    }

    @Test func `another program's socket is not taken from it`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("s")
        let other = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(bind(other, to: path) == 0)
        #expect(listen(other, 1) == 0)
        #expect { _ = try Listener(path: path) } throws: { ($0 as? VaultError)?.code == .conflict }
        #expect(throws: Never.self) { try Client(path) }
        close(other)
    }

    @Test func `a file in the socket's place stays`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("s")
        close(unsafe creat(path, 0o600))
        #expect { _ = try Listener(path: path) } throws: { ($0 as? VaultError)?.code == .usage }
        #expect(unsafe access(path, F_OK) == 0)
    }

    @Test func `another's socket is not removed`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("s")
        let first = try Listener(path: path)
        #expect(unsafe unlink(path) == 0)
        abandon(path)
        first.remove()
        #expect(mode(path) != nil)
    }

    @Test func `a path is absolute and at most 107 bytes long`() throws {
        let directory = try TemporaryDirectory()
        #expect { _ = try Listener(path: "s") } throws: { ($0 as? VaultError)?.code == .usage }
        let room = ServiceLimits.socketPathBytes - directory.path.utf8.count - 1
        let fits = directory.file(String(repeating: "s", count: room))
        try Listener(path: fits).remove()
        #expect { _ = try Listener(path: fits + "s") } throws: { ($0 as? VaultError)?.code == .usage }
    }

    @Test func `a socket handed over is taken when it is one listening unix socket, and for this process`()
        throws
    {
        let directory = try TemporaryDirectory()
        let path = directory.file("s")
        let listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let own = String(getpid())
        #expect(try Listener.activated((nil, nil)) == nil)
        #expect(try Listener.activated(("1", "1"), first: listening) == nil)
        #expect(throws: VaultError.self) { try Listener.activated((own, "2"), first: listening) }
        #expect(throws: VaultError.self) { try Listener.activated((own, "1"), first: listening) }
        let other = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        listen(other, 1)
        #expect(throws: VaultError.self) { try Listener.activated((own, "1"), first: other) }
        #expect(bind(listening, to: path) == 0)
        unsafe chmod(path, 0o660)
        listen(listening, 1)
        #expect(try Listener.activated((own, "1"), first: listening) != nil)
        close(listening)
        close(other)
    }

    @Test(arguments: [0o666, 0o661, 0o662, 0o664] as [mode_t])
    func `a socket handed over to which anybody may connect is refused`(mode: mode_t) throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("s")
        let listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(bind(listening, to: path) == 0)
        listen(listening, 1)
        let own = String(getpid())
        unsafe chmod(path, mode)
        #expect { try Listener.activated((own, "1"), first: listening) } throws: {
            ($0 as? VaultError)?.rule == "socket.mode"
        }
        unsafe chmod(path, 0o600)
        #expect(try Listener.activated((own, "1"), first: listening) != nil)
        close(listening)
    }

    @Test func `a socket handed over that has no name in the file system has no mode, and is refused`() throws
    {
        let listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(bind(listening, to: "") == 0)
        listen(listening, 1)
        #expect { try Listener.activated((String(getpid()), "1"), first: listening) } throws: {
            ($0 as? VaultError)?.rule == "socket.mode"
        }
        close(listening)
    }
}
