import CofferModel
import CofferService
import Testing

/// What two readers of HTTP could understand differently is refused, and the connection ends.
@Suite(.serialized) struct StrictnessTests {
    private static let broken: [(String, String)] = [
        (
            "both lengths",
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"
        ),
        (
            "two lengths",
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}"
        ),
        ("a list of lengths", "POST /v1/find HTTP/1.1\r\nHost: c\r\nContent-Length: 2, 2\r\n\r\n{}"),
        ("a signed length", "POST /v1/find HTTP/1.1\r\nHost: c\r\nContent-Length: +2\r\n\r\n{}"),
        ("a hexadecimal length", "POST /v1/find HTTP/1.1\r\nHost: c\r\nContent-Length: 0x2\r\n\r\n{}"),
        ("an empty length", "POST /v1/find HTTP/1.1\r\nHost: c\r\nContent-Length:\r\n\r\n{}"),
        ("another coding", "POST /v1/find HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
        (
            "a coding twice",
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n"
        ),
        ("a bare LF", "GET /healthz HTTP/1.1\nHost: c\n\n"),
        ("a bare CR", "GET /healthz HTTP/1.1\r\nHost: c\rX: y\r\n\r\n"),
        ("a NUL", "GET /healthz HTTP/1.1\r\nHost: c\r\nX: a\0b\r\n\r\n"),
        ("a folded line", "GET /healthz HTTP/1.1\r\nHost: c\r\nX: a\r\n b\r\n\r\n"),
        ("a space before the colon", "GET /healthz HTTP/1.1\r\nHost : c\r\n\r\n"),
        ("an empty name", "GET /healthz HTTP/1.1\r\nHost: c\r\n: v\r\n\r\n"),
        ("a name with a space", "GET /healthz HTTP/1.1\r\nHost: c\r\nX Y: v\r\n\r\n"),
        ("a line without a colon", "GET /healthz HTTP/1.1\r\nHost: c\r\nXY\r\n\r\n"),
        ("a tab within a value", "GET /healthz HTTP/1.1\r\nHost: c\r\nX: a\tb\r\n\r\n"),
        ("a value beyond ASCII", "GET /healthz HTTP/1.1\r\nHost: c\r\nX: é\r\n\r\n"),
        ("an absolute target", "GET http://coffer/healthz HTTP/1.1\r\nHost: c\r\n\r\n"),
        ("an authority as target", "GET //coffer/healthz HTTP/1.1\r\nHost: c\r\n\r\n"),
        ("an asterisk as target", "OPTIONS * HTTP/1.1\r\nHost: c\r\n\r\n"),
        ("a fragment", "GET /healthz#x HTTP/1.1\r\nHost: c\r\n\r\n"),
        ("two spaces", "GET  /healthz HTTP/1.1\r\nHost: c\r\n\r\n"),
        ("a space at the end", "GET /healthz HTTP/1.1 \r\nHost: c\r\n\r\n"),
        ("a method in lower case", "get /healthz HTTP/1.1\r\nHost: c\r\n\r\n"),
        ("no host", "GET /healthz HTTP/1.1\r\nX: y\r\n\r\n"),
        ("an empty host", "GET /healthz HTTP/1.1\r\nHost:\r\n\r\n"),
        ("two hosts", "GET /healthz HTTP/1.1\r\nHost: c\r\nHost: c\r\n\r\n"),
        ("a host with a path", "GET /healthz HTTP/1.1\r\nHost: c/d\r\n\r\n"),
        ("an older version", "GET /healthz HTTP/1.0\r\nHost: c\r\n\r\n"),
        ("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("an empty line first", "\r\nGET /healthz HTTP/1.1\r\nHost: c\r\n\r\n"),
        (
            "another expectation",
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nExpect: miracles\r\nContent-Length: 2\r\n\r\n{}"
        ),
        (
            "a role twice",
            "GET /v1/whoami HTTP/1.1\r\nHost: c\r\nCoffer-Role: admin\r\ncoffer-role: auditor\r\n\r\n"
        ),
        (
            "a token twice",
            "GET /v1/whoami HTTP/1.1\r\nHost: c\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n"
        ),
    ]

    @Test func `an ambiguous header is answered 400, and the connection ends`() async throws {
        let service = try await TestService()
        for (what, bytes) in Self.broken {
            let client = try Client(service.socket)
            try await client.send(bytes)
            let answer = try await client.response()
            #expect(answer.status == 400, "\(what)")
            #expect(answer.code == "usage", "\(what)")
            #expect(answer.headers["connection"] == "close", "\(what)")
            #expect(try await client.isEnded(), "\(what)")
            client.close()
        }
        try await service.stop()
    }

    @Test func `a broken chunk ends the request and the connection`() async throws {
        let service = try await TestService()
        let head =
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        let bodies = [
            "2\n{}\n0\n\n", "2;a=b\r\n{}\r\n0\r\n\r\n", "-2\r\n{}\r\n0\r\n\r\n", "\r\n", "123456789\r\n",
            "2\r\n{}x\r\n0\r\n\r\n", "2\r\n{}\r\n0\r\nX: trailer\r\n\r\n", " 2\r\n{}\r\n0\r\n\r\n",
        ]
        for body in bodies {
            let client = try Client(service.socket)
            try await client.send(head + body)
            let answer = try await client.response()
            #expect(answer.status == 400, "\(body)")
            #expect(try await client.isEnded(), "\(body)")
            client.close()
        }
        let client = try Client(service.socket)
        try await client.send(head + "1\r\n{\r\n1\r\n}\r\n0\r\n\r\n" + TestService.request("GET", "/healthz"))
        #expect(try await client.response().json?["rule"] == "body.members")
        #expect(try await client.response().status == 200, "what follows a chunked body is the next request")
        client.close()
        try await service.stop()
    }

    @Test func `a body that is cut off is not taken for a whole one`() async throws {
        let service = try await TestService()
        for head in ["Content-Length: 4", "Transfer-Encoding: chunked"] {
            let client = try Client(service.socket)
            let body = head.hasPrefix("T") ? "2\r\n{}\r\n" : "{}"
            try await client.send(
                "POST /v1/find HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
                    + "Content-Type: application/json\r\n\(head)\r\n\r\n\(body)")
            client.endSending()
            let answer = try await client.response()
            #expect(answer.status == 400)
            #expect(answer.json?["rule"] == "http.body_cut")
            client.close()
        }
        try await service.stop()
    }

    @Test func `a path is matched byte by byte, and what is no route is not there`() async throws {
        let service = try await TestService()
        let paths = [
            "/V1/whoami", "/v1/whoami/", "/v1//whoami", "/v1/./whoami", "/v1/x/../whoami", "/v1/%77hoami",
            "/v1/whoami%2F", "/v1/whoami;x", "/", "/v1", "/v1/subjects/", "/healthz/x",
            "/v1/subjects//history",
        ]
        for path in paths {
            let answer = try await service.ask("GET", path)
            #expect(answer.status == 404, "\(path)")
            #expect(answer.code == "not_found", "\(path)")
        }
        #expect(try await service.ask("GET", "/v1/whoami").status == 200)
        try await service.stop()
    }

    @Test func `a query has each known name once, and nothing else`() async throws {
        let service = try await TestService()
        for query in [
            "?", "?x=1", "?last", "?last=", "?=1", "?last=1&last=2", "?last=1&", "?last=%zz", "?last=%",
        ] {
            let answer = try await service.ask(
                "GET", "/v1/ledger/entries\(query)", role: "auditor", purpose: "audit")
            #expect(answer.status == 400, "\(query)")
        }
        let good = try await service.ask(
            "GET", "/v1/ledger/entries?last=%31", role: "auditor", purpose: "audit")
        #expect(good.status == 200)
        #expect(good.json?["rows"]?.array?.count == 1)
        try await service.stop()
    }

    @Test func `a known path with another method says which methods there are`() async throws {
        let service = try await TestService()
        for (method, path, allow) in [
            ("PUT", "/v1/subjects", "POST"), ("HEAD", "/healthz", "GET"), ("OPTIONS", "/v1/find", "POST"),
            ("GET", "/v1/records/x", "DELETE, PATCH"),
        ] {
            let client = try Client(service.socket)
            try await client.send(TestService.request(method, path))
            let head = try await client.read(to: "\r\n\r\n")
            #expect(head.hasPrefix("HTTP/1.1 405 "), "\(method) \(path)")
            #expect(head.lowercased().contains("allow: \(allow.lowercased())\r\n"), "\(method) \(path)")
            client.close()
        }
        try await service.stop()
    }

    @Test func `a body is of its route's type, whole, and there only where it belongs`() async throws {
        let service = try await TestService()
        let text = try await service.ask(
            "POST", "/v1/find", role: "auditor", purpose: "audit", body: "{}", type: "text/plain")
        #expect(text.status == 415)
        let charset = try await service.ask(
            "POST", "/v1/find", role: "auditor", purpose: "audit", body: "{}",
            type: "application/json; charset=utf-8")
        #expect(charset.json?["rule"] == "body.members")
        let none = try await service.ask("POST", "/v1/find", role: "auditor", purpose: "audit")
        #expect(none.json?["rule"] == "body.missing")
        let extra = try await service.ask("GET", "/v1/whoami", body: "{}")
        #expect(extra.json?["rule"] == "body.unexpected")
        let unknown = try await service.ask(
            "POST", "/v1/find", role: "support_technician", purpose: "support",
            body: #"{"field":"contact.email","equals":"a@example.com","limit":9}"#)
        #expect(unknown.json?["rule"] == "body.members")
        let most = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        let fits = try await service.ask("POST", "/v1/find", role: "auditor", purpose: "audit", body: most)
        #expect(fits.json?["rule"] == "body.members", "it was read, and is no object")
        let deep = String(repeating: "[", count: 33) + String(repeating: "]", count: 33)
        let nested = try await service.ask("POST", "/v1/find", role: "auditor", purpose: "audit", body: deep)
        #expect(nested.json?["rule"] == "body.json")
        try await service.stop()
    }

    @Test func `a header that is mistyped is refused, and one of another service is not looked at`()
        async throws
    {
        let service = try await TestService()
        for name in ["Coffer-Porpose", "coffer-role-", "Coffer-Token", "COFFER-X"] {
            for path in ["/v1/whoami", "/healthz"] {
                let answer = try await service.ask("GET", path, headers: ["\(name): x"])
                #expect(answer.status == 400, "\(name)")
                #expect(answer.code == "usage", "\(name)")
                #expect(answer.json?["rule"] == "header.name", "\(name)")
            }
        }
        let known = [
            "coffer-role: admin", "COFFER-PURPOSE: key_admin", "Coffer-Case: CASE-1001", "X-Coffer: y",
        ]
        #expect(try await service.ask("GET", "/v1/whoami", headers: known).status == 200)
        try await service.stop()
    }

    @Test func `requests sent ahead are answered one after another, in order`() async throws {
        let service = try await TestService()
        let client = try Client(service.socket)
        let ids = (1...20).map { String(repeating: String($0 % 10), count: 32) }
        let all = ids.map { TestService.request("GET", "/healthz", headers: ["Coffer-Request-Id: \($0)"]) }
        try await client.send(all.joined())
        for id in ids { #expect(try await client.response().headers["coffer-request-id"] == id) }
        client.close()
        try await service.stop()
    }

    @Test func `a client that stops sending after its request is answered`() async throws {
        let service = try await TestService()
        let client = try Client(service.socket)
        try await client.send(TestService.request("GET", "/healthz"))
        client.endSending()
        #expect(try await client.response().status == 200)
        #expect(try await client.isEnded())
        client.close()
        try await service.stop()
    }

    @Test func `an expected 100 comes before the body is read, and an upgrade is not made`() async throws {
        let service = try await TestService()
        let client = try Client(service.socket)
        try await client.send(
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n"
                + "Upgrade: h2c\r\nConnection: upgrade\r\n\r\n")
        #expect(try await client.read(to: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
        try await client.send("{}")
        #expect(try await client.response().json?["rule"] == "body.members")
        client.close()
        try await service.stop()
    }

    @Test func `times are written as HTTP writes them`() {
        #expect(Timestamp(milliseconds: 784_111_777_000).httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(Timestamp(milliseconds: 0).httpDate == "Thu, 01 Jan 1970 00:00:00 GMT")
    }

    @Test func `every answer says that nothing may be kept, and not what serves it`() async throws {
        let service = try await TestService()
        for path in ["/healthz", "/v1/whoami", "/nothing", "/metrics"] {
            let answer = try await service.ask("GET", path)
            #expect(answer.headers["cache-control"] == "no-store")
            #expect(answer.headers["server"] == nil)
            #expect(answer.headers["date"]?.hasSuffix(" GMT") == true)
            #expect(answer.headers["coffer-request-id"]?.count == 32)
        }
        try await service.stop()
    }
}
