import CofferModel
import CofferTesting
import Foundation
import Glibc
import Testing

/// Users whom the vault does not know: tested by root, who alone can be somebody else.
@Suite(.enabled(if: geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")))
struct StrangerTests {
    private static let nobody: UInt32 = 65534

    /// Lets the host's group `nogroup` as far as the socket.
    private func open(_ service: TestService) {
        unsafe chmod(service.directory.path, 0o711)
        unsafe chown(service.socket, 0, Self.nobody)
    }

    private func curl(_ service: TestService, _ path: String) async -> String {
        let socket = service.socket
        return await apart {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
            process.arguments = [
                "--reuid=65534", "--regid=65534", "--clear-groups", "curl", "-s", "-i", "--max-time", "20",
                "--unix-socket", socket, "http://coffer\(path)",
            ]
            let output = Pipe()
            process.standardOutput = output
            do { try process.start() } catch { return "" }
            let bytes = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test func `who is not entered is refused as soon as he connects, counted, and recorded now and then`()
        async throws
    {
        let service = try await TestService()
        open(service)
        for path in ["/v1/whoami", "/healthz", "/metrics"] {
            let answer = await curl(service, path)
            #expect(answer.hasPrefix("HTTP/1.1 403 "))
            #expect(answer.contains(#""code":"actor_unknown""#))
        }
        #expect(
            try await service.ask("GET", "/metrics").text.contains("coffer_unknown_user_refusals_total 3"))
        // One row at once; the rest within the minute, or at the end.
        try await Task.sleep(for: .seconds(1))
        let rows = try await service.ask(
            "GET", "/v1/ledger/entries?last=100", role: "auditor", purpose: "audit")
        let mine = rows.json?["rows"]?.array?.filter { $0["code"] == "actor_unknown" } ?? []
        #expect(mine.count == 1)
        try await service.stop()
    }

    @Test func `who is disabled is refused at once, also on a connection that is open`() async throws {
        let service = try await TestService()
        open(service)
        let entered = try await service.enter("Monitoring", uid: Self.nobody)
        #expect(await curl(service, "/healthz").hasPrefix("HTTP/1.1 200 "))
        try await service.disable(entered)
        #expect(await curl(service, "/healthz").hasPrefix("HTTP/1.1 403 "))
        try await service.stop()
    }
}
