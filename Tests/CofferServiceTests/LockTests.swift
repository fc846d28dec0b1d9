import Coffer
import CofferModel
import CofferService
import CofferTesting
import Foundation
import Testing

/// Locked and open again.
@Suite(.serialized) struct LockTests {
    private func key(_ service: TestService) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: service.directory.path + "/vault-custody/root.key"))
    }

    private func unlock(_ service: TestService, _ key: Data) async throws -> Response {
        let client = try Client(service.socket)
        defer { client.close() }
        let head = [
            "POST /v1/unlock HTTP/1.1", "Host: coffer", "Content-Type: application/octet-stream",
            "Content-Length: \(key.count)", "", "",
        ]
        try await client.send(Array(head.joined(separator: "\r\n").utf8) + key)
        return try await client.response()
    }

    @Test func `an administrator locks the vault, and the root key opens it again`() async throws {
        var limits = ServiceLimits()
        limits.unlockPause = .zero
        let service = try await TestService(limits)
        let denied = try await service.ask("POST", "/v1/lock", role: "auditor", purpose: "audit")
        #expect(denied.status == 403)
        #expect(try await service.ask("POST", "/v1/lock").status == 204)
        #expect(service.keeper.condition == .locked)
        #expect(try await service.ask("GET", "/v1/whoami").code == "locked")
        #expect(try await service.ask("POST", "/v1/lock").code == "locked")
        #expect(try await unlock(service, try key(service)).status == 204)
        #expect(try await service.ask("GET", "/v1/whoami").status == 200)
        let again = try await unlock(service, try key(service))
        #expect(again.status == 409)
        #expect(again.json?["reason"]?.string?.contains("open already") == true)
        try await service.stop()
    }

    @Test func `another key opens nothing, and what is no key is refused`() async throws {
        var limits = ServiceLimits()
        limits.unlockPause = .zero
        let service = try await TestService(limits)
        var other = try key(service)
        other[other.count - 1] ^= 1
        try await service.keeper.lock()
        #expect(try await unlock(service, other).status >= 400)
        #expect(service.keeper.condition == .locked)
        let right = try key(service)
        for bytes in [
            right.dropLast(), right + [0], Data(repeating: 0, count: 56), Data(repeating: 1, count: 4096),
        ] {
            let refused = try await unlock(service, Data(bytes))
            #expect(refused.code == "locked", "\(bytes.count) bytes")
        }
        #expect(try await unlock(service, Data()).status == 400)
        let text = try await service.ask("POST", "/v1/unlock", body: "{}")
        #expect(text.status == 415 && service.keeper.condition == .locked)
        #expect(try await unlock(service, try key(service)).status == 204)
        try await service.stop()
    }

    @Test func `keys are tried at most once in a while`() async throws {
        var limits = ServiceLimits()
        limits.unlockPause = .seconds(3)
        let service = try await TestService(limits)
        var other = try key(service)
        other[other.count - 1] ^= 1
        try await service.keeper.lock()
        #expect(try await unlock(service, other).code != "throttled")
        let soon = try await unlock(service, try key(service))
        #expect(soon.status == 429)
        try await Task.sleep(for: .seconds(3))
        #expect(try await unlock(service, try key(service)).status == 204)
        try await service.stop()
    }

    @Test func `locking waits for what is in flight, and a stream is told in its middle`() async throws {
        let service = try await TestService()
        let client = try Client(service.socket)
        try await client.send(
            "POST /v1/import HTTP/1.1\r\nHost: c\r\nCoffer-Role: admin\r\nCoffer-Purpose: key_admin\r\n"
                + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
        for (number, answer) in [(1, #"{"added":3,"line":1}"#), (2, #""code":"locked""#)] {
            let line = Customers.line(number) + "\n"
            try await client.send(String(line.utf8.count, radix: 16) + "\r\n" + line + "\r\n")
            #expect(try await client.read(to: "}\n").contains(answer))
            if number == 1 { try await service.keeper.lock() }
        }
        let rest = String(decoding: try await client.rest(), as: UTF8.self)
        #expect(!rest.contains("lines"), "a stream that was cut has no last line")
        client.close()
        try await service.stop()
    }

    @Test func `while it is locked, no body is asked for`() async throws {
        let service = try await TestService()
        try await service.keeper.lock()
        for (path, type) in [
            ("/v1/subjects", "application/json"), ("/v1/find", "application/json"),
            ("/v1/import", "application/x-ndjson"), ("/v1/read", "application/x-ndjson"),
        ] {
            let client = try Client(service.socket)
            try await client.send(
                "POST \(path) HTTP/1.1\r\nHost: c\r\nCoffer-Role: admin\r\nCoffer-Purpose: key_admin\r\n"
                    + "Content-Type: \(type)\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n")
            let answer = try await client.response()
            #expect(answer.status == 503, "\(path)")
            #expect(answer.code == "locked", "\(path)")
            #expect(try await client.isEnded(), "\(path)")
        }
        try await service.stop()
    }

    @Test func `a stop while it is being opened waits for that, and closes what was opened`() async throws {
        var limits = ServiceLimits()
        limits.unlockPause = .zero
        limits.stop = .milliseconds(50)
        let service = try await TestService(limits, opening: .seconds(1))
        try await service.keeper.lock()
        let client = try await service.bringKey()
        try await Task.sleep(for: .milliseconds(300))
        try await service.stop()
        client.close()
        #expect(service.keeper.condition == .locked)
        // The directory is free: nothing of it was left open.
        let again = try await TestService.open(service.directory, .root)
        try await again.close()
    }

    @Test func `what was ended is not opened again`() async throws {
        let service = try await TestService()
        try await service.keeper.end()
        #expect(service.keeper.condition == .locked)
        #expect(try await service.unlock().code == "locked")
        try await service.keeper.end()
        try await service.stop()
    }
}
