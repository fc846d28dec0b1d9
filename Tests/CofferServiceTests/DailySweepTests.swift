import Coffer
import CofferModel
import CofferService
import CofferTesting
import Testing

/// The service sweeps by itself, once a day, where it is told to.
@Suite(.serialized) struct DailySweepTests {
    private static let limits: ServiceLimits = {
        var limits = ServiceLimits()
        limits.sweepPoll = .milliseconds(20)
        limits.sweepRetry = .milliseconds(20)
        return limits
    }()

    /// The minute of the day that is so far from now.
    private func minute(_ distance: Int64 = 0) -> Int {
        let time = SystemClock().now().adding(seconds: distance * 60)
        return Int((time.milliseconds - Int64(time.day) * 86_400_000) / 60_000)
    }

    private func metrics(_ service: TestService, until line: String) async throws -> String {
        var text = ""
        for _ in 0..<200 {
            text = try await service.ask("GET", "/metrics").text
            if text.contains(line) { return text }
            try await Task.sleep(for: .milliseconds(20))
        }
        return text
    }

    @Test func `at its hour it sweeps once, and its row says that it did so by itself`() async throws {
        let service = try await TestService(Self.limits, sweepAt: minute(-1))
        let done = #"coffer_sweeps_total{outcome="done"} 1"#
        let text = try await metrics(service, until: done)
        #expect(text.contains(done) && text.contains("coffer_sweep_age_seconds "))
        try await Task.sleep(for: .milliseconds(200))
        #expect(try await service.ask("GET", "/metrics").text.contains(done))
        let rows = try await service.ask(
            "GET", "/v1/ledger/entries?last=20", role: "auditor", purpose: "audit")
        let sweeps = rows.json?["rows"]?.array?.filter { $0["action"] == "sweep" } ?? []
        #expect(sweeps.map { $0["noted"] } == ["sweep.daily"])
        #expect(sweeps.map { $0["role"] } == ["dispatcher"])
        try await service.stop()
    }

    @Test func `before its hour, long after it, and untold, nothing is swept`() async throws {
        for sweepAt in [minute(30), minute(-5 * 60), nil] {
            let service = try await TestService(Self.limits, sweepAt: sweepAt)
            try await Task.sleep(for: .milliseconds(300))
            #expect(try await !service.ask("GET", "/metrics").text.contains("coffer_sweeps_total"))
            try await service.stop()
        }
    }

    @Test func `where it may not sweep that is counted, and the service goes on and stops`() async throws {
        let service = try await TestService(
            Self.limits, sweepAt: minute(-1), roles: TestService.roles.filter { $0 != .dispatcher })
        let failed = #"coffer_sweeps_total{outcome="failed"}"#
        #expect(try await metrics(service, until: failed).contains(failed))
        #expect(try await service.ask("GET", "/readyz").json == ["state": "open"])
        try await service.stop()
    }

    @Test func `a vault that is locked at that hour is swept when it is open again`() async throws {
        var limits = Self.limits
        limits.unlockPause = .zero
        limits.sweepPoll = .milliseconds(100)
        let service = try await TestService(limits, sweepAt: minute(-1))
        try await service.keeper.lock()
        try await Task.sleep(for: .milliseconds(300))
        #expect(try await service.unlock().status == 204)
        let text = try await metrics(service, until: #"coffer_sweeps_total{outcome="done"}"#)
        #expect(!text.contains(#"outcome="failed""#))
        #expect(text.contains("coffer_sweep_age_seconds "))
        try await service.stop()
    }
}
