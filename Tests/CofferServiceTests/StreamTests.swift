import CofferModel
import Testing

/// `/v1/import` and `/v1/read`: a line out for each line in, and one that says how many.
@Suite(.serialized) struct StreamTests {
    private func imported(_ service: TestService, _ body: String) async throws -> Response {
        try await service.ask(
            "POST", "/v1/import", role: "admin", purpose: "key_admin", body: body,
            type: "application/x-ndjson")
    }

    private func subject(_ service: TestService, _ number: Int) async throws -> String {
        let found = try await service.ask(
            "POST", "/v1/find", role: "support_technician", purpose: "support",
            body: #"{"field":"contact.email","equals":"\#(Customers.email(number))"}"#)
        return try #require(found.json?["subjects"]?.array?.first?.string)
    }

    @Test func `an import answers every line and counts them; bad lines are refused one by one`() async throws
    {
        let service = try await TestService()
        let long = #"{"ref":""# + String(repeating: "x", count: ServiceLimits().lineBytes) + "\"}"
        let body = [Customers.line(1), "{", "", Customers.line(2), long, Customers.line(1)].joined(
            separator: "\n")
        let answer = try await imported(service, body)
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/x-ndjson")
        let lines = answer.lines
        #expect(lines.count == 6)
        #expect(lines[0] == ["line": 1, "added": 3])
        #expect(lines[1] == ["line": 2, "code": "bad_value", "rule": "line.json"])
        #expect(lines[2] == ["line": 4, "added": 3])
        #expect(lines[3] == ["line": 5, "code": "bad_value", "rule": "line.size"])
        #expect(lines[4]["line"] == 6)
        #expect(lines.last?["lines"] == 5)
        #expect(lines.last?["added"] == 2)
        let again = try await imported(service, Customers.line(1) + "\n")
        #expect(again.lines.first == ["line": 1, "unchanged": true])
        try await service.stop()
    }

    @Test func `a dry run answers every line as an import would, and takes nothing in`() async throws {
        let service = try await TestService()
        let body = [Customers.line(1), "{", Customers.line(2)].joined(separator: "\n")
        func asked(_ query: String) async throws -> Response {
            try await service.ask(
                "POST", "/v1/import" + query, role: "admin", purpose: "key_admin", body: body,
                type: "application/x-ndjson")
        }
        let dry = try await asked("?dry_run=true")
        #expect(dry.lines.first == ["line": 1, "added": 3])
        #expect(dry.lines.last == ["lines": 3, "added": 2, "unchanged": 0, "refused": 1])
        #expect(try await asked("?dry_run=true").lines == dry.lines)
        #expect(try await asked("?dry_run=false").lines == dry.lines)
        #expect(try await asked("").lines.first == ["line": 1, "unchanged": true])
        let odd = try await asked("?dry_run=perhaps")
        #expect(odd.status == 400 && odd.json?["rule"] == "query.flag")
        try await service.stop()
    }

    @Test func `a result comes when its line is durable, not when the stream ends`() async throws {
        let service = try await TestService()
        let client = try Client(service.socket)
        try await client.send(
            "POST /v1/import HTTP/1.1\r\nHost: c\r\nCoffer-Role: admin\r\nCoffer-Purpose: key_admin\r\n"
                + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
        for number in 1...3 {
            let line = Customers.line(number) + "\n"
            try await client.send(String(line.utf8.count, radix: 16) + "\r\n" + line + "\r\n")
            #expect(try await client.read(to: "}\n").contains(#"{"added":3,"line":\#(number)}"#))
        }
        try await client.send("0\r\n\r\n")
        #expect(try await client.read(to: "0\r\n\r\n").contains(#""lines":3"#))
        client.close()
        try await service.stop()
    }

    @Test func `reading answers each line in order, views and comparisons, and goes on after a broken one`()
        async throws
    {
        let service = try await TestService()
        _ = try await imported(service, (1...3).map { Customers.line($0) }.joined(separator: "\n"))
        var asks: [String] = []
        var subjects: [String] = []
        for number in 1...3 {
            let id = try await subject(service, number)
            subjects.append(id)
            asks.append(#"{"subject":"\#(id)","fields":["contact.email"]}"#)
        }
        let view = try await service.ask(
            "GET", "/v1/subjects/\(subjects[0])", role: "support_technician", purpose: "support")
        let contact = view.json?["records"]?.array?.first { $0["class"] == "contact" }
        let record = try #require(contact?["record"]?.string)
        asks.insert("{", at: 1)
        asks.append(#"{"subject":"00000000-0000-7000-8000-000000000000"}"#)
        asks.append(
            #"{"subject":"\#(subjects[0])","record":"\#(record)","field":"contact.email","equals":"x@example.com"}"#
        )
        let answer = try await service.ask(
            "POST", "/v1/read", role: "support_technician", purpose: "support",
            body: asks.joined(separator: "\n"), type: "application/x-ndjson")
        let lines = answer.lines
        #expect(lines.count == 7)
        #expect(lines[0]["subject"] == .string(subjects[0]))
        #expect(lines[1] == ["line": 2, "code": "bad_value", "rule": "line.json"])
        #expect(lines[2]["subject"] == .string(subjects[1]))
        #expect(lines[4]["code"] == "not_found")
        #expect(lines[5]["record"] == .string(record))
        #expect(lines[6]["lines"] == 6)
        try await service.stop()
    }

    @Test func `a stream that nobody may ask is refused before its first line`() async throws {
        let service = try await TestService()
        let answer = try await service.ask("POST", "/v1/read", body: "{}\n", type: "application/x-ndjson")
        #expect(answer.status == 400)
        #expect(answer.json?["rule"] == "header.role")
        try await service.stop()
    }

    @Test func `a client that goes away in the middle leaves the service answering`() async throws {
        let service = try await TestService()
        for _ in 0..<20 {
            let client = try Client(service.socket)
            try await client.send(
                "POST /v1/import HTTP/1.1\r\nHost: c\r\nCoffer-Role: admin\r\nCoffer-Purpose: key_admin\r\n"
                    + "Content-Type: application/x-ndjson\r\nContent-Length: 100000\r\n\r\n"
                    + Customers.line(1) + "\n{")
            client.close()
        }
        #expect(try await service.ask("GET", "/v1/whoami").status == 200)
        try await service.stop()
    }
}
