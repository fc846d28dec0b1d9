import CofferModel
import Glibc
import Testing

/// Every bound of the socket, each beside what is just within it.
@Suite(.serialized) struct LimitTests {
    @Test func `a header of 16 KiB is read, and one byte more is 431`() async throws {
        let service = try await TestService()
        let most = ServiceLimits().headBytes
        for (bytes, status) in [(most, 200), (most + 1, 431)] {
            let start = "GET /healthz HTTP/1.1\r\nHost: c\r\nX: "
            let pad = String(repeating: "a", count: bytes - start.utf8.count - 4)
            let client = try Client(service.socket)
            try await client.send(start + pad + "\r\n\r\n")
            #expect(try await client.response().status == status)
            client.close()
        }
        let endless = try Client(service.socket)
        try await endless.send(
            "GET /healthz HTTP/1.1\r\nHost: c\r\nX: " + String(repeating: "a", count: 20_000))
        #expect(try await endless.response().status == 431)
        endless.close()
        try await service.stop()
    }

    @Test func `a request has at most 100 header fields`() async throws {
        let service = try await TestService()
        for (count, status) in [(99, 200), (100, 400)] {
            let fields = (0..<count).map { "X-\($0): y" }
            #expect(try await service.ask("GET", "/healthz", headers: fields).status == status)
        }
        try await service.stop()
    }

    @Test func `a body of more than 1 MiB is 413, said or not said`() async throws {
        let service = try await TestService()
        let most = ServiceLimits().requestBytes
        let fits = "{" + String(repeating: " ", count: most - 2) + "}"
        let good = try await service.ask("POST", "/v1/find", role: "auditor", purpose: "audit", body: fits)
        #expect(good.json?["rule"] == "body.members")
        let said = try await service.ask(
            "POST", "/v1/find", role: "auditor", purpose: "audit", body: fits + " ")
        #expect(said.status == 413)
        #expect(said.code == "too_large")
        let client = try Client(service.socket)
        let piece = String(repeating: " ", count: 65_536)
        try await client.send(
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<17 { try? await client.send("10000\r\n\(piece)\r\n") }
        #expect(try await client.response().status == 413)
        client.close()
        try await service.stop()
    }

    @Test func `a silent connection is closed when its time is over`() async throws {
        var limits = ServiceLimits()
        limits.idle = .milliseconds(500)
        let service = try await TestService(limits)
        let silent = try Client(service.socket)
        #expect(try await silent.isEnded())
        let used = try Client(service.socket)
        try await used.send(TestService.request("GET", "/healthz"))
        #expect(try await used.response().status == 200)
        #expect(try await used.isEnded())
        try await service.stop()
    }

    @Test func `a header that does not come to its end is 408`() async throws {
        var limits = ServiceLimits()
        limits.head = .milliseconds(200)
        let service = try await TestService(limits)
        let client = try Client(service.socket)
        try await client.send("GET /healthz HTT")
        let answer = try await client.response()
        #expect(answer.status == 408)
        #expect(try await client.isEnded())
        // Byte by byte is as slow.
        let slow = try Client(service.socket)
        for byte in "GET /healthz HTTP/1.1\r\nHost: coffer\r\n".utf8 {
            do { try await slow.send([byte]) } catch { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(try await slow.response().status == 408)
        try await service.stop()
    }

    @Test func `a body that does not come to its end is 408`() async throws {
        var limits = ServiceLimits()
        limits.body = .milliseconds(200)
        let service = try await TestService(limits)
        let client = try Client(service.socket)
        try await client.send(
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
                + "Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{")
        let answer = try await client.response()
        #expect(answer.status == 408)
        #expect(answer.json?["rule"] == "http.body_time")
        #expect(try await client.isEnded())
        try await service.stop()
    }

    @Test func `of one user's connections the longest idle makes room for the next`() async throws {
        var limits = ServiceLimits()
        limits.connectionsPerUser = 4
        let service = try await TestService(limits)
        var clients: [Client] = []
        for _ in 0..<4 {
            let client = try Client(service.socket)
            try await client.send(TestService.request("GET", "/healthz"))
            #expect(try await client.response().status == 200)
            clients.append(client)
        }
        // The first is used again, so the second is the one that was idle longest.
        try await clients[0].send(TestService.request("GET", "/healthz"))
        #expect(try await clients[0].response().status == 200)
        let next = try Client(service.socket)
        try await next.send(TestService.request("GET", "/healthz"))
        #expect(try await next.response().status == 200)
        #expect(try await clients[1].isEnded())
        try await clients[0].send(TestService.request("GET", "/healthz"))
        #expect(try await clients[0].response().status == 200)
        try await service.stop()
    }

    @Test func `at the bound of all connections an idle one makes room too`() async throws {
        var limits = ServiceLimits()
        limits.connections = 3
        let service = try await TestService(limits)
        var clients: [Client] = []
        for _ in 0..<6 {
            let client = try Client(service.socket)
            try await client.send(TestService.request("GET", "/healthz"))
            #expect(try await client.response().status == 200)
            clients.append(client)
        }
        #expect(try await clients[0].isEnded())
        #expect(try await service.ask("GET", "/metrics").text.contains("coffer_connections 3"))
        try await service.stop()
    }

    @Test func `with no idle connection to close, the next one is told to come again`() async throws {
        var limits = ServiceLimits()
        limits.connectionsPerUser = 2
        let service = try await TestService(limits)
        var busy: [Client] = []
        for _ in 0..<2 {
            let client = try Client(service.socket)
            try await client.send(
                "POST /v1/find HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.read(to: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
            busy.append(client)
        }
        let next = try Client(service.socket)
        let answer = try await next.response()
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] == "1")
        #expect(try await next.isEnded())
        for client in busy {
            try await client.send("{}")
            #expect(try await client.response().status == 400)
        }
        try await service.stop()
    }

    @Test func `2,000 idle connections keep a well-behaved client waiting less than a second`() async throws {
        let service = try await TestService()
        var idle: [Client] = []
        for _ in 0..<2000 {
            if idle.count >= 200 { idle.removeFirst().close() }
            if let client = try? Client(service.socket) { idle.append(client) }
        }
        let begun = ContinuousClock.now
        #expect(try await service.ask("GET", "/v1/whoami").status == 200)
        let crowded = ContinuousClock.now - begun
        for client in idle { client.close() }
        let closed = ContinuousClock.now
        #expect(try await service.ask("GET", "/v1/whoami").status == 200)
        let alone = ContinuousClock.now - closed
        // Other tests run beside this one; on a machine of its own it takes milliseconds.
        #expect(crowded < .seconds(1) + alone * 10)
        try await service.stop()
    }

    @Test func `more requests than are worked on at a time are told to come again`() async throws {
        var limits = ServiceLimits()
        limits.requests = 1
        let service = try await TestService(limits)
        let busy = try Client(service.socket)
        try await busy.send(
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        #expect(try await busy.read(to: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
        let answer = try await service.ask("GET", "/v1/whoami")
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] == "1")
        try await busy.send("{}")
        #expect(try await busy.response().status == 400)
        #expect(try await service.ask("GET", "/v1/whoami").status == 200)
        try await service.stop()
    }

    @Test func `of one user fewer requests are worked on at a time than of all`() async throws {
        var limits = ServiceLimits()
        limits.requestsPerUser = 1
        let service = try await TestService(limits)
        let busy = try Client(service.socket)
        try await busy.send(
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        #expect(try await busy.read(to: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
        #expect(try await service.ask("GET", "/v1/whoami").status == 503)
        try await busy.send("{}")
        #expect(try await busy.response().status == 400)
        #expect(try await service.ask("GET", "/v1/whoami").status == 200)
        try await service.stop()
    }

    @Test func `a stream takes as long as it likes while it moves, and ends when it stands still`()
        async throws
    {
        var limits = ServiceLimits()
        limits.body = .milliseconds(400)
        let service = try await TestService(limits)
        let client = try Client(service.socket)
        try await client.send(
            "POST /v1/read HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
                + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<8 {
            try await client.send("2\r\n{\n\r\n")
            #expect(try await client.read(to: "}\n").contains("line.json"))
            try await Task.sleep(for: .milliseconds(100))
        }
        let rest = String(decoding: try await client.rest(), as: UTF8.self)
        #expect(!rest.contains("lines"), "a stream that was cut has no last line")
        try await service.stop()
    }

    @Test func `the bounds of the socket are those on the page about HTTP`() throws {
        let limits = ServiceLimits()
        let page = try Page.text("docs/reference/http.md")
        func kibi(_ bytes: Int) -> String {
            bytes % 1_048_576 == 0 ? "\(bytes >> 20) MiB" : "\(bytes >> 10) KiB"
        }
        func time(_ time: Duration) -> String {
            time < .seconds(1)
                ? "\(time.components.attoseconds / 1_000_000_000_000_000) ms"
                : "\(time.components.seconds) s"
        }
        let rows = [
            "| a request's body | \(kibi(limits.requestBytes)) |",
            "| a line of a stream | \(kibi(limits.lineBytes)) |",
            "| a header | \(kibi(limits.headBytes)), \(limits.headFields) fields |",
            "| nesting of JSON | \(Limits.jsonDepth) |",
            "| connections | \(limits.connections / 1000),0\(limits.connections % 1000); of one user "
                + "\(limits.connectionsPerUser) |",
            "| connections that wait to be taken in | \(ServiceLimits.backlog) |",
            "| silence between requests | \(time(limits.idle)) |",
            "| from the first byte of a request to the end of its header | \(time(limits.head)) |",
            "| from there to the end of the body | \(time(limits.body));",
            "| an answer that is not read | \(time(limits.write)) |",
            "| a connection after its last answer, for the client to read it | \(time(limits.linger)) |",
            "| requests being worked on | \(limits.requests); of one user \(limits.requestsPerUser) | 503, "
                + "`Retry-After: \(limits.retryAfter)` |",
            "| locked memory for bodies | \(limits.smallBuffers) of \(kibi(limits.smallBytes)), \(limits.largeBuffers) "
                + "of \(kibi(limits.requestBytes)); one user has half of it | waits \(time(limits.bufferWait)), then 503 |",
            "| pieces of a body that were read and wait | \(limits.waitingPieces) |",
            "| lines of `/v1/read` at a time | \(limits.readLines) |",
            "| one commit of `/v1/import` | \(limits.importLines) lines, \(kibi(limits.importBytes)), or what came "
                + "within \(time(limits.importWait)) |",
            "| tries of one user to unlock | one in \(time(limits.unlockPause)) |",
            "| ledger rows about one user who is not entered | one in \(time(limits.unknownPause)) |",
            "| users who are not entered, counted one by one | \(limits.unknownUsers) |",
            "| finishing what was accepted, at a stop | \(time(limits.stop)) |",
            "| the socket's path | \(ServiceLimits.socketPathBytes) bytes |",
            "| open files | \(ServiceLimits.openFiles / 1000),0\(ServiceLimits.openFiles % 1000) |",
        ]
        for row in rows { #expect(page.contains(row), "\(row)") }
    }

    @Test func `whoever sends bodies slowly leaves half of the locked memory to others`() async throws {
        var limits = ServiceLimits()
        limits.smallBuffers = 2
        limits.bufferWait = .milliseconds(100)
        let service = try await TestService(limits)
        let slow = try Client(service.socket)
        let head =
            "POST /v1/find HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
            + "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        try await slow.send(head)
        #expect(try await slow.read(to: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
        let second = try await service.ask("POST", "/v1/find", role: "auditor", purpose: "audit", body: "{}")
        #expect(second.status == 503)
        try await slow.send("{}")
        #expect(try await slow.response().status == 400)
        let third = try await service.ask("POST", "/v1/find", role: "auditor", purpose: "audit", body: "{}")
        #expect(third.status == 400)
        try await service.stop()
    }

    @Test func `who does not read his answers is closed, and holds no more memory than a buffer`()
        async throws
    {
        var limits = ServiceLimits()
        limits.write = .milliseconds(300)
        let service = try await TestService(limits)
        let deaf = try Client(service.socket, seconds: 2)
        let line = #"{"subject":"none"}"# + "\n"
        try await deaf.send(
            "POST /v1/read HTTP/1.1\r\nHost: c\r\nCoffer-Role: auditor\r\nCoffer-Purpose: audit\r\n"
                + "Content-Type: application/x-ndjson\r\nContent-Length: 100000000\r\n\r\n")
        var failure: String?
        for _ in 0..<2000 where failure == nil {
            do { try await deaf.send(String(repeating: line, count: 100)) } catch {
                failure = (error as? Unexpected)?.what
            }
        }
        #expect(["send: \(EPIPE)", "send: \(ECONNRESET)"].contains(failure), "no time-out of the test's own")
        #expect(try await service.ask("GET", "/healthz").status == 200)
        try await service.stop()
    }
}
