import CofferModel
import CofferService
import Testing

/// The end: what was accepted is finished, and nothing new is begun.
@Suite(.serialized) struct StopTests {
    @Test func `a request in flight is answered before the service ends`() async throws {
        let service = try await TestService()
        let busy = try Client(service.socket)
        let idle = try Client(service.socket)
        try await busy.send(
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        #expect(try await busy.read(to: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
        async let stopped: Void = service.stop()
        #expect(try await idle.isEnded())
        try await Task.sleep(for: .milliseconds(100))
        try await busy.send("{}")
        let answer = try await busy.response()
        #expect(answer.json?["rule"] == "body.members")
        #expect(answer.headers["connection"] == "close")
        busy.close()
        try await stopped
        #expect(throws: (any Error).self) { try Client(service.socket) }
        #expect(service.keeper.condition == .locked)
    }

    @Test func `clients that connect while it stops do not bring it down`() async throws {
        let service = try await TestService()
        let knocking = Task {
            var clients: [Client] = []
            while !Task.isCancelled, clients.count < 2000, let client = try? Client(service.socket) {
                if clients.count >= 100 { clients.removeFirst().close() }
                clients.append(client)
            }
        }
        try await Task.sleep(for: .milliseconds(20))
        try await service.stop()
        knocking.cancel()
        await knocking.value
        #expect(service.keeper.condition == .locked)
    }

    @Test func `a request that does not end is ended when its time is over`() async throws {
        var limits = ServiceLimits()
        limits.stop = .milliseconds(300)
        let service = try await TestService(limits)
        let busy = try Client(service.socket)
        try await busy.send(
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        #expect(try await busy.read(to: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
        let begun = ContinuousClock.now
        try await service.stop()
        #expect(ContinuousClock.now - begun < .seconds(5))
    }
}
