import CofferModel
import CofferService
import CofferTesting
import Foundation
import Testing

/// What is counted, and that it holds no id and no value.
@Suite(.serialized) struct WatchTests {
    @Test func `readiness and life are told apart`() async throws {
        let service = try await TestService()
        #expect(try await service.ask("GET", "/healthz").json == ["status": "ok"])
        #expect(try await service.ask("GET", "/readyz").json == ["state": "open"])
        try await service.keeper.lock()
        #expect(try await service.ask("GET", "/healthz").status == 200)
        let ready = try await service.ask("GET", "/readyz")
        #expect(ready.status == 503)
        #expect(ready.json?["state"] == "locked")
        let locked = try await service.ask("GET", "/v1/whoami")
        #expect(locked.status == 503)
        #expect(locked.code == "locked")
        try await service.stop()
    }

    @Test func `requests are counted by pattern and status, denials by code, and nothing else is named`()
        async throws
    {
        let service = try await TestService()
        let subject = "01923456-789a-7bcd-8ef0-123456789abc"
        _ = try await service.ask("GET", "/v1/subjects/\(subject)", role: "auditor", purpose: "audit")
        _ = try await service.ask("GET", "/secret-path-\(subject)")
        _ = try await service.ask(
            "POST", "/v1/find", role: "support_technician", purpose: "support",
            body: #"{"field":"contact.email","equals":"\#(Customers.email(1))"}"#)
        let answer = try await service.ask("GET", "/metrics")
        #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let text = answer.text
        #expect(
            text.contains(
                #"coffer_http_requests_total{method="GET",route="/v1/subjects/{subject}",status="404"} 1"#))
        #expect(text.contains(#"coffer_http_requests_total{method="-",route="-",status="404"} 1"#))
        #expect(text.contains(#"coffer_denials_total{code="not_found"} 2"#))
        #expect(text.contains(#"coffer_vault_state{state="open"} 1"#))
        #expect(text.contains("coffer_ledger_rows "))
        for secret in [subject, "secret-path", "canary", "auditor"] { #expect(!text.contains(secret)) }
        try await service.stop()
    }

    @Test func `fields that are denied inside an answer are counted too, in a view and in a stream`()
        async throws
    {
        let service = try await TestService()
        let added = try await service.ask(
            "POST", "/v1/subjects", role: "support_technician", purpose: "support", body: Customers.person(1))
        let subject = try #require(added.json?["subject"]?.string)
        let view = try await service.ask(
            "GET", "/v1/subjects/\(subject)?fields=contact.email:clear,identity.given_name",
            role: "support_technician", purpose: "support")
        let records = view.json?["records"]?.array ?? []
        let codes = records.compactMap { $0["fields"]?["email"]?["denied"]?.string }
        let code = try #require(codes.first)
        let before = try await service.ask("GET", "/metrics").text
        #expect(before.contains("coffer_denials_total{code=\"\(code)\"} 1"))
        let read = try await service.ask(
            "POST", "/v1/read", role: "support_technician", purpose: "support",
            body: #"{"subject":"\#(subject)","fields":["contact.email:clear","identity.given_name"]}"# + "\n",
            type: "application/x-ndjson")
        #expect(read.status == 200)
        let text = try await service.ask("GET", "/metrics").text
        #expect(text.contains("coffer_denials_total{code=\"\(code)\"} 2"))
        try await service.stop()
    }

    @Test func `the anchor's lag is counted from the first commit that it lacks`() async throws {
        let service = try await TestService()
        func lag() async throws -> Int? {
            let lines = try await service.ask("GET", "/metrics").text.split(separator: "\n")
            let line = lines.first { $0.hasPrefix("coffer_anchor_lag_seconds ") }
            return line?.split(separator: " ").last.flatMap { Int($0) }
        }
        #expect(try await lag() ?? .max <= 1)
        // A file where the anchor's directory was: it can be written no more, whoever tries.
        let anchors = service.directory.path + "/anchors"
        try FileManager.default.removeItem(atPath: anchors)
        try Data().write(to: URL(fileURLWithPath: anchors))
        _ = try await service.ask("GET", "/v1/keys", role: "auditor", purpose: "audit")
        try await Task.sleep(for: .seconds(3))
        #expect(try await lag() ?? 0 >= 2)
        try FileManager.default.removeItem(atPath: anchors)
        try await service.stop()
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")))
    func `promtool finds nothing to complain of`() async throws {
        let service = try await TestService()
        _ = try await service.ask("GET", "/v1/whoami")
        let text = try await service.ask("GET", "/metrics").text
        let status = await apart { () -> Int32 in
            let check = Process()
            check.executableURL = URL(fileURLWithPath: "/usr/bin/promtool")
            check.arguments = ["check", "metrics"]
            let input = Pipe()
            check.standardInput = input
            do {
                try check.start()
                try input.fileHandleForWriting.write(contentsOf: Array(text.utf8))
                try input.fileHandleForWriting.close()
            } catch { return -1 }
            check.waitUntilExit()
            return check.terminationStatus
        }
        #expect(status == 0)
        try await service.stop()
    }
}
