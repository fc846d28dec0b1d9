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

    @Test func `a socket that nobody answers is replaced, and one that answers is not`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("s")
        _ = try Listener(path: path)
        // Bound and never listening: as a process leaves it that died.
        let second = try Listener(path: path)
        second.remove()
        #expect(mode(path) == nil)
        let service = try await TestService()
        #expect { _ = try Listener(path: service.socket) } throws: { ($0 as? VaultError)?.code == .conflict }
        #expect(try await service.ask("GET", "/healthz").status == 200)
        try await service.stop()
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
        let second = try Listener(path: path)
        first.remove()
        #expect(mode(path) == 0o660)
        second.remove()
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
        let listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let own = String(getpid())
        #expect(try Listener.activated((nil, nil)) == nil)
        #expect(try Listener.activated(("1", "1"), first: listening) == nil)
        #expect(throws: VaultError.self) { try Listener.activated((own, "2"), first: listening) }
        #expect(throws: VaultError.self) { try Listener.activated((own, "1"), first: listening) }
        let pair = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        Glibc.listen(pair, 1)
        #expect(throws: VaultError.self) { try Listener.activated((own, "1"), first: pair) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // An abstract name that the system picks.
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(listening, $0, socklen_t(MemoryLayout<sa_family_t>.size))
            }
        }
        #expect(bound == 0)
        Glibc.listen(listening, 1)
        #expect(try Listener.activated((own, "1"), first: listening) != nil)
        close(listening)
        close(pair)
    }
}
