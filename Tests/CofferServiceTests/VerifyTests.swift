import CofferModel
import CofferTesting
import Foundation
import Testing

/// The check of the whole vault, asked for through the socket.
@Suite(.serialized) struct VerifyTests {
    private func ask(_ service: TestService, role: String = "admin") async throws -> Response {
        try await service.ask("POST", "/v1/verify", role: role, purpose: "key_admin")
    }

    private func fill(_ service: TestService, _ customers: Int) async throws {
        let lines = (1...customers).map { Customers.line($0) + "\n" }.joined()
        let answer = try await service.ask(
            "POST", "/v1/import", role: "admin", purpose: "key_admin", body: lines,
            type: "application/x-ndjson")
        guard answer.lines.last?["added"]?.integer == Int64(customers) else {
            throw Unexpected(what: answer.text)
        }
    }

    @Test func `a whole vault is found clean, and the last line says of how much`() async throws {
        let service = try await TestService()
        try await fill(service, 3)
        let answer = try await ask(service)
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/x-ndjson")
        let report = try VerificationReport(json: try #require(answer.lines.last))
        #expect(report.isClean)
        #expect((report.records, report.subjects) == (9, 3))
        try await service.stop()
    }

    @Test func `long work says how far it is before it says what it found`() async throws {
        var limits = ServiceLimits()
        limits.workPause = .milliseconds(1)
        let service = try await TestService(limits)
        try await fill(service, 40)
        let answer = try await ask(service)
        #expect(answer.lines.count > 1)
        #expect(answer.lines.dropLast().allSatisfy { $0["records"]?.integer != nil && $0["clean"] == nil })
        #expect(answer.lines.last?["clean"] == true)
        try await service.stop()
    }

    @Test func `who may not verify is refused like anywhere else`() async throws {
        let service = try await TestService()
        let denied = try await ask(service, role: "billing_clerk")
        #expect((denied.status, denied.code) == (403, "role_denied"))
        #expect(denied.headers["content-type"] == "application/problem+json")
        #expect(try await service.ask("POST", "/v1/verify").status == 400)
        #expect(try await service.ask("GET", "/v1/verify").status == 405)
        try await service.stop()
    }

    @Test func `while others write, nothing is found that is not there`() async throws {
        let service = try await TestService()
        try await fill(service, 40)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 41...60 {
                    _ = try await service.ask(
                        "POST", "/v1/subjects", role: "support_technician", purpose: "support",
                        body: Customers.person(number))
                }
            }
            group.addTask {
                for _ in 1...10 {
                    let answer = try await ask(service)
                    #expect(answer.lines.last?["clean"] == true, "\(answer.text)")
                }
            }
            try await group.waitForAll()
        }
        try await service.stop()
    }

    @Test func `the vault is verified once at a time`() async throws {
        let service = try await TestService()
        try await fill(service, 40)
        let answers = try await withThrowingTaskGroup(of: Response.self) { group in
            for _ in 1...8 { group.addTask { try await ask(service) } }
            var all: [Response] = []
            for try await one in group { all.append(one) }
            return all
        }
        let refused = answers.filter { $0.status != 200 }
        #expect(refused.allSatisfy { ($0.status, $0.code) == (429, "throttled") })
        #expect(answers.contains { $0.lines.last?["clean"] == true })
        #expect(try await ask(service).status == 200)
        try await service.stop()
    }
}
