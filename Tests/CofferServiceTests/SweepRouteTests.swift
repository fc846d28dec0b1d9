import CofferModel
import CofferTesting
import Testing

/// The sweep over the socket.
@Suite(.serialized) struct SweepRouteTests {
    private func sweep(_ service: TestService, _ query: String = "") async throws -> Response {
        try await service.ask("POST", "/v1/sweep" + query, role: "admin", purpose: "key_admin")
    }

    @Test func `a dry run says what would go, and a sweep what went`() async throws {
        let service = try await TestService()
        let added = try await service.ask(
            "POST", "/v1/subjects", role: "support_technician", purpose: "support", body: Customers.person(1))
        #expect(added.status == 201)
        let dry = try await sweep(service, "?dry_run=true")
        let none: JSON = ["codes": [:], "gap": false, "skipped": 0, "subjects": 1]
        #expect(dry.status == 200)
        #expect(dry.lines.last == none)
        #expect(try await sweep(service).lines.last?["keys_destroyed"] == 0)
        #expect(try await sweep(service, "?after_gap=true").lines.last?["subjects"] == 1)
        try await service.stop()
    }

    @Test func `what is neither a look nor a sweep is refused`() async throws {
        let service = try await TestService()
        let both = try await sweep(service, "?dry_run=true&after_gap=true")
        #expect((both.status, both.json?["rule"]) == (400, "sweep.dry_run"))
        #expect(try await sweep(service, "?dry_run=yes").json?["rule"] == "query.flag")
        #expect(try await sweep(service, "?days=3").json?["rule"] == "query.name")
        try await service.stop()
    }
}
