import CofferModel
import CofferService
import Testing

/// Users whom the vault does not know: tested by root, who alone can be somebody else.
@Suite(.enabled(if: Somebody.isPossible, "only root can be somebody else"))
struct StrangerTests {
    private static let nobody = Somebody.uid

    /// Lets this user's group as far as the socket.
    private func open(_ service: TestService) { Somebody.letIn(service) }

    private func curl(_ service: TestService, _ path: String, _ more: String...) async -> String {
        await Somebody.curl(service, ["-i", "http://coffer\(path)"] + more)
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
        #expect(try await unknown(service).count == 1)
        try await service.stop()
    }

    @Test
    func `who knocks while it is locked stands in the ledger when it opens, and who is entered does not`()
        async throws
    {
        var limits = ServiceLimits()
        limits.unlockPause = .zero
        limits.unknownPoll = .milliseconds(50)
        let service = try await TestService(limits)
        open(service)
        #expect(try await service.ask("POST", "/v1/lock").status == 204)
        for _ in 0..<3 { #expect(await curl(service, "/v1/whoami").contains(#""code":"locked""#)) }
        try await Task.sleep(for: .milliseconds(200))
        #expect(try await service.unlock().status == 204)
        try await Task.sleep(for: .milliseconds(500))
        #expect(try await unknown(service).count == 1)
        #expect(
            try await service.ask("GET", "/metrics").text.contains("coffer_unknown_user_refusals_total 3"))
        try await service.stop()
    }

    @Test func `what was counted before it was locked is recorded after`() async throws {
        var limits = ServiceLimits()
        limits.unlockPause = .zero
        limits.unknownPoll = .milliseconds(300)
        let service = try await TestService(limits)
        open(service)
        #expect(await curl(service, "/healthz").hasPrefix("HTTP/1.1 403 "))
        try await service.keeper.lock()
        try await Task.sleep(for: .milliseconds(700))
        #expect(try await service.unlock().status == 204)
        try await Task.sleep(for: .milliseconds(700))
        #expect(try await unknown(service).count == 1)
        try await service.stop()
    }

    private func unknown(_ service: TestService) async throws -> [JSON] {
        let rows = try await service.ask(
            "GET", "/v1/ledger/entries?last=100", role: "auditor", purpose: "audit")
        return rows.json?["rows"]?.array?.filter { $0["code"] == "actor_unknown" } ?? []
    }

    @Test func `who is disabled is refused at once, also on a connection that is open`() async throws {
        let service = try await TestService()
        open(service)
        let entered = try await service.enter("Monitoring", uid: Self.nobody)
        #expect(await curl(service, "/healthz").hasPrefix("HTTP/1.1 200 "))
        // One connection, two requests, two seconds apart: curl says how often it had to connect.
        async let both = curl(
            service, "/healthz", "http://coffer/healthz", "--rate", "30/m", "-w",
            "[%{http_code} %{num_connects}]")
        try await Task.sleep(for: .milliseconds(700))
        try await service.disable(entered)
        let answers = await both
        #expect(answers.contains("[200 1]"))
        #expect(answers.contains("[403 0]"))
        #expect(await curl(service, "/healthz").hasPrefix("HTTP/1.1 403 "))
        try await service.stop()
    }
}
