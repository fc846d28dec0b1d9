import CofferModel
import CofferService
import Testing

/// An answer that was begun comes whole, whatever ends the connection after it.
@Suite(.serialized) struct WholeAnswerTests {
    /// More answers than the kernel takes for a client who does not read yet; the rest waits in the service.
    private static let many = 240

    /// A client to whom many answers are on their way, the last of them not yet in the kernel.
    private func behind(_ service: TestService) async throws -> Client {
        let client = try Client(service.socket)
        let request = TestService.request("GET", "/healthz")
        try await client.send(String(repeating: request, count: Self.many))
        let counted = #"route="/healthz",status="200"} \#(Self.many)"#
        for _ in 0..<500 {
            if try await service.ask("GET", "/metrics").text.contains(counted) { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        try await Task.sleep(for: .milliseconds(100))
        return client
    }

    private func readAll(_ client: Client) async throws -> Int {
        let text = String(decoding: try await client.rest(), as: UTF8.self)
        return text.ranges(of: #"{"status":"ok"}"#).count
    }

    @Test func `a stop leaves the answers that are on their way whole`() async throws {
        let service = try await TestService()
        let client = try await behind(service)
        async let stopped: Void = service.stop()
        try await Task.sleep(for: .milliseconds(200))
        #expect(try await readAll(client) == Self.many)
        try await stopped
    }

    @Test func `a connection is idle only when its answers were taken`() async throws {
        var limits = ServiceLimits()
        limits.idle = .milliseconds(200)
        let service = try await TestService(limits)
        let client = try await behind(service)
        try await Task.sleep(for: .milliseconds(600))
        #expect(try await readAll(client) == Self.many)
        try await service.stop()
    }

    @Test func `a client that stops sending gets the answers that are on their way`() async throws {
        let service = try await TestService()
        let client = try await behind(service)
        client.endSending()
        try await Task.sleep(for: .milliseconds(200))
        #expect(try await readAll(client) == Self.many)
        try await service.stop()
    }

    @Test func `a connection whose answers are on their way makes no room for another`() async throws {
        var limits = ServiceLimits()
        limits.connectionsPerUser = 3
        let service = try await TestService(limits)
        let client = try await behind(service)
        var others: [Client] = []
        for _ in 0..<5 {
            let other = try Client(service.socket)
            try await other.send(TestService.request("GET", "/healthz"))
            #expect(try await other.response().status == 200)
            others.append(other)
        }
        #expect(try await others[0].isEnded())
        try await client.send(TestService.request("GET", "/healthz", headers: ["Connection: close"]))
        #expect(try await readAll(client) == Self.many + 1)
        try await service.stop()
    }

    @Test
    func `who never reads his answers does not hold up a stop for longer than an unread answer may wait`()
        async throws
    {
        var limits = ServiceLimits()
        limits.write = .milliseconds(500)
        let service = try await TestService(limits)
        let client = try await behind(service)
        let begun = ContinuousClock.now
        try await service.stop()
        #expect(ContinuousClock.now - begun < limits.stop / 2)
        client.close()
    }
}
