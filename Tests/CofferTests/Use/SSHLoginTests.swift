import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

/// The program of docs/operating/connectors enters a real server by SSH, with a key that is in no file.
@Suite(
    .enabled(if: UseHouse.isReady, "no Python in .build/tools; .ci/run puts it there"),
    .enabled(if: SSHServer.isHere, "no /usr/sbin/sshd that starts here, or no /usr/bin/python3"))
struct SSHLoginTests {
    private func house(_ server: SSHServer, key: String) async throws -> UseHouse {
        let house = try await UseHouse()
        let engineer = house.engineer
        func write(_ record: RecordID, _ values: [String: JSON]) async throws {
            let view = try await house.vault.show(house.subject, as: engineer)
            let revision = view.records.first { $0.record == record }?.revision ?? 0
            _ = try await house.vault.set(
                record, values, revision: revision, idempotencyKey: nil, as: engineer)
        }
        let device = try await house.house.record("device", of: house.subject)
        try await write(device, ["mgmt_address": "127.0.0.1"])
        try await write(
            house.access,
            [
                "username": .string(NSUserName()), "ssh_key": .string(key),
                "allowed_sources": ["127.0.0.2/32"], "protocols": ["ssh"],
            ])
        let program = house.program(
            "", in: server.folder,
            [
                "program": .string(try await server.program()),
                "arguments": [
                    .string(server.folder.file("known_hosts")), .string("\(server.port)"),
                    .string("/bin/sh -c 'echo $SSH_CONNECTION > \(server.folder.file("entered"))'"),
                ],
                "networks": ["127.0.0.1/32"],
                "values": [
                    "login": "device_access.username", "key": "device_access.ssh_key",
                    "host": "device.mgmt_address",
                ],
            ])
        var settings = house.settings(["enter": program]).object ?? [:]
        settings["times"] = ["connect": 2, "whole": 30]
        try await house.vault.setDelivery(.object(settings), as: house.house.admin)
        return house
    }

    @Test func `a device is entered by SSH from the fixed address, with the key from the descriptor (B33)`()
        async throws
    {
        let server = try await SSHServer.start()
        let house = try await house(server, key: server.key)
        let used = try await house.vault.use(house.access, by: "enter", as: house.network)
        #expect(used.status == .exit(0) && used.answer == ["result": "done"])
        let entered = String(decoding: server.folder.read("entered") ?? [], as: UTF8.self)
        #expect(entered.hasPrefix("127.0.0.2 ") && entered.hasSuffix(" 127.0.0.1 \(server.port)\n"))
    }

    @Test func `a key that the device does not take is told as one, and enters nothing`() async throws {
        let server = try await SSHServer.start()
        let other = try await SSHTool.make("-t ed25519 -N '' -f a")
        let house = try await house(server, key: String(decoding: other["a"] ?? [], as: UTF8.self))
        let used = try await house.vault.use(house.access, by: "enter", as: house.network)
        #expect(used.status == .exit(2) && used.answer == ["result": "not entered, or cut off"])
        #expect(server.folder.read("entered") == nil)
    }
}

/// An SSH server on loopback that takes one key, in a process that ends with this object.
private final class SSHServer: @unchecked Sendable {
    let folder: TemporaryDirectory
    let port: Int
    /// The private key that it takes.
    let key: String
    private let process = Process()
    private let input = Pipe()

    /// Whether one starts here: as root it wants a directory of its own, which its service makes.
    static let isHere: Bool = {
        let files = ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-agent", "/usr/bin/python3"]
        guard SSHTool.isHere, files.allSatisfy(FileManager.default.isExecutableFile) else { return false }
        return geteuid() != 0 || FileManager.default.fileExists(atPath: "/run/sshd")
    }()

    static func start() async throws -> SSHServer {
        let files = try await SSHTool.make("-t ed25519 -N '' -f host", "-t ed25519 -N '' -f user")
        let server = try await apart { try SSHServer(files) }
        for _ in 0..<200 where server.folder.read("pid") == nil {
            try await Task.sleep(for: .milliseconds(20))
        }
        return server
    }

    private init(_ files: [String: [UInt8]]) throws {
        folder = try TemporaryDirectory()
        port = try Self.freePort()
        func text(_ name: String) -> String { String(decoding: files[name] ?? [], as: UTF8.self) }
        func write(_ text: String, _ name: String) throws {
            _ = FileManager.default.createFile(
                atPath: folder.file(name), contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        }
        key = text("user")
        try write(text("host"), "host")
        try write(text("user.pub"), "authorized_keys")
        try write("[127.0.0.1]:\(port) \(text("host.pub"))", "known_hosts")
        try write(
            """
            ListenAddress 127.0.0.1:\(port)
            HostKey \(folder.file("host"))
            AuthorizedKeysFile \(folder.file("authorized_keys"))
            PidFile \(folder.file("pid"))
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            StrictModes no
            UsePAM no
            """, "config")
        // The server closes what Foundation would know its end by, and all other processes would be waited for with it.
        let server = "/usr/sbin/sshd -D -f '\(folder.file("config"))' -E '\(folder.file("log"))'"
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "\(server) & cat > /dev/null; kill $!"]
        process.standardInput = input
        try process.start()
    }

    deinit { try? input.fileHandleForWriting.close() }

    /// The program of the documentation, as an administrator puts it where nobody else may write.
    func program() async throws -> String {
        let page =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
            + "/../../../docs/operating/connectors/enter-ssh"
        let path = folder.file("enter-ssh")
        try await apart {
            let install = Process()
            install.executableURL = URL(fileURLWithPath: "/usr/bin/install")
            install.arguments = ["-m", "755", page, path]
            try install.start()
            install.waitUntilExit()
        }
        return path
    }

    private static func freePort() throws -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(listener, address, size) == 0 && getsockname(listener, address, &size) == 0
            }
        }
        guard isBound else { throw Unbound() }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private struct Unbound: Error {}
}
