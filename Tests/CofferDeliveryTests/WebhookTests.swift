import CofferDelivery
import CofferModel
import CofferTesting
import Testing

private let hasPython = LocalServer.python != nil
private let key = Array("a key of thirty-two bytes, just.".utf8)

@Suite(.enabled(if: hasPython, "no Python in .build/tools; .ci/run puts it there"))
struct WebhookTests {
    private func transport(
        _ server: LocalServer, host: String = "localhost", isInside: Bool = true, isTrusted: Bool = true,
        whole: Int64 = 20, key: [UInt8] = key
    ) throws -> WebhookTransport {
        let url = try WebURL("https://\(host):\(server.port)/hook?a=b")
        return WebhookTransport(
            try WebhookSettings(
                url: url, inside: isInside ? [url.authority] : [],
                authorities: isTrusted ? TrustedAuthorities(pem: server.certificate) : nil,
                timing: Samples.timing(connect: min(5, whole), whole: whole)),
            signer: { content in [(try? OpenSSL.authenticate(content, key: key)) ?? []] })
    }

    @Test func `a request is signed, and carries the message and its recipient`() async throws {
        let server = try await LocalServer.start("webhook.py", "204")
        let file = try Attachment(name: "a.txt", mediaType: "text/plain", bytes: [104, 105])
        let message = try Samples.message("Здравейте", "Ред\n", language: "bg", attachments: [file])
        let outcome = try await transport(server).deliver(message, to: Samples.envelope(), at: Samples.noon)
        #expect(outcome == .delivered)
        let facts = try #require(try server.received().first).facts
        #expect(facts["verified"]?.bool == true)
        #expect(facts["path"]?.string == "/hook?a=b")
        let headers = try #require(facts["headers"]?.object)
        #expect(
            Set(headers.keys) == [
                "host", "content-type", "content-length", "webhook-id", "webhook-timestamp",
                "webhook-signature",
            ])
        #expect(headers["webhook-id"]?.string == "msg_07070707070707070707070707070707")
        #expect(headers["webhook-timestamp"]?.string == "1795262136")
        #expect(
            facts["body"]
                == [
                    "type": "notice", "timestamp": "2026-11-21T11:55:00.000Z",
                    "data": [
                        "to": ["mail": "ivan.petrov@customer.example"],
                        "from": ["mail": "notices@company.example", "name": "The Company"],
                        "language": "bg", "subject": "Здравейте", "text": "Ред\n",
                        "attachments": [["name": "a.txt", "media_type": "text/plain", "content": "aGk="]],
                    ],
                ])
    }

    @Test func `a wrong key is found out`() async throws {
        let server = try await LocalServer.start("webhook.py", "204")
        let other = try transport(server, key: Array(repeating: 1, count: 32))
        _ = try await other.deliver(Samples.message(), to: Samples.envelope(), at: Samples.noon)
        #expect(try server.received().first?.facts["verified"]?.bool == false)
    }

    @Test func `the id stays and the time moves from try to try`() async throws {
        let server = try await LocalServer.start("webhook.py", "503-120")
        let transport = try transport(server)
        let message = try Samples.message()
        for seconds in [Int64(0), 30] {
            let outcome = try await transport.deliver(
                message, to: Samples.envelope(), at: Samples.noon.adding(seconds: seconds))
            #expect(outcome == .deferred(DeliveryReason(.busy, status: 503), retryAfter: 120))
        }
        let facts = try server.received().map(\.facts)
        #expect(facts.count == 2)
        #expect(Set(facts.map { $0["headers"]?["webhook-id"] }).count == 1)
        #expect(Set(facts.map { $0["body"] }).count == 1)
        #expect(Set(facts.map { $0["headers"]?["webhook-signature"] }).count == 2)
        #expect(facts.allSatisfy { $0["verified"]?.bool == true })
    }

    @Test func `a telephone stands in the body, and the webhook itself needs no address`() async throws {
        let server = try await LocalServer.start("webhook.py", "204")
        let sender = try MailAddress("bounces@company.example")
        for recipient in [Recipient.phone(try PhoneNumber("+359888123456")), .endpoint] {
            let envelope = Envelope(sender: sender, recipient: recipient)
            #expect(
                try await transport(server).deliver(Samples.message(), to: envelope, at: Samples.noon)
                    == .delivered)
        }
        let data = try server.received().map { $0.facts["body"]?["data"] }
        #expect(data.map { $0?["to"] } == [["phone": "+359888123456"], nil])
        #expect(data.allSatisfy { $0?["from"] == nil })
    }

    @Test(arguments: [
        ("410", DeliveryOutcome.refused(DeliveryReason(.gone, status: 410))),
        ("404", .refused(DeliveryReason(.rejected, status: 404))),
        ("401", .deferred(DeliveryReason(.credentials, status: 401), retryAfter: nil)),
        ("429-7", .deferred(DeliveryReason(.busy, status: 429), retryAfter: 7)),
        ("500", .deferred(DeliveryReason(.busy, status: 500), retryAfter: nil)),
        ("vanish", .deferred(DeliveryReason(.unknown), retryAfter: nil)),
    ])
    func `an answer says whether another try makes sense`(behaviour: String, expected: DeliveryOutcome)
        async throws
    {
        let server = try await LocalServer.start("webhook.py", behaviour)
        let outcome = try await transport(server).deliver(
            Samples.message(), to: Samples.envelope(), at: Samples.noon)
        #expect(outcome == expected)
    }

    @Test(arguments: ["301", "302", "307", "308"])
    func `a redirect is not followed`(status: String) async throws {
        let server = try await LocalServer.start("webhook.py", status)
        let outcome = try await transport(server).deliver(
            Samples.message(), to: Samples.envelope(), at: Samples.noon)
        #expect(outcome == .refused(DeliveryReason(.redirect, status: UInt16(status))))
        #expect(try server.received().count == 1)
        #expect(!server.noted("got"))
    }

    @Test func `an endless answer is cut, and a slow one left`() async throws {
        let endless = try await LocalServer.start("webhook.py", "200")
        let (message, envelope) = (try Samples.message(), try Samples.envelope())
        let started = ContinuousClock.now
        #expect(try await transport(endless).deliver(message, to: envelope, at: Samples.noon) == .delivered)
        #expect(try await endless.note("written") == "little")
        let slow = try await LocalServer.start("webhook.py", "slow")
        #expect(
            try await transport(slow, whole: 2).deliver(message, to: envelope, at: Samples.noon)
                == .deferred(DeliveryReason(.unknown), retryAfter: nil))
        #expect(ContinuousClock.now - started < .seconds(20))
    }

    @Test func `nothing is sent to whoever cannot prove the name`() async throws {
        let server = try await LocalServer.start("webhook.py", "204")
        let tls = DeliveryOutcome.deferred(DeliveryReason(.tls), retryAfter: nil)
        let (message, envelope) = (try Samples.message(), try Samples.envelope())
        let stranger = try transport(server, isTrusted: false)
        #expect(await stranger.deliver(message, to: envelope, at: Samples.noon) == tls)
        let otherName = try transport(server, host: "127.0.0.1")
        #expect(await otherName.deliver(message, to: envelope, at: Samples.noon) == tls)
        #expect(try server.received().isEmpty)
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `a name or number that leads inside is not connected to`(host: String) async throws {
        let server = try await LocalServer.start("webhook.py", "204")
        let outcome = try await transport(server, host: host, isInside: false).deliver(
            Samples.message(), to: Samples.envelope(), at: Samples.noon)
        #expect(outcome == .refused(DeliveryReason(.target)))
        #expect(!server.noted("connected"))
    }

    @Test(arguments: [
        "169.254.169.254", "[::1]", "10.0.0.1", "192.168.1.1", "0.0.0.0", "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[fd00:ec2::254]", "[fe80::1]", "224.0.0.1", "168.63.129.16",
    ])
    func `no address inside is connected to`(host: String) async throws {
        let settings = try WebhookSettings(
            url: WebURL("https://\(host)/"), inside: [Authority("127.0.0.1:443")], authorities: nil,
            timing: Samples.timing(connect: 1, whole: 2))
        let transport = WebhookTransport(settings, signer: { _ in [] })
        let outcome = try await transport.deliver(Samples.message(), to: Samples.envelope(), at: Samples.noon)
        #expect(outcome == .refused(DeliveryReason(.target)))
        #expect(await transport.check() == DeliveryReason(.target))
    }

    @Test func `without TLS there is only this host, and only if it is named`() async throws {
        let server = try await LocalServer.start("webhook.py", "plain")
        let url = try WebURL("http://127.0.0.1:\(server.port)/")
        func settings(_ url: WebURL, inside: Set<Authority>) throws -> WebhookSettings {
            try WebhookSettings(
                url: url, inside: inside, authorities: nil, timing: Samples.timing(connect: 1, whole: 5))
        }
        #expect(throws: BadValue("delivery.webhook_url")) { try settings(url, inside: []) }
        let here = WebhookTransport(
            try settings(url, inside: [url.authority]),
            signer: { content in [(try? OpenSSL.authenticate(content, key: key)) ?? []] })
        let (message, envelope) = (try Samples.message(), try Samples.envelope())
        #expect(await here.deliver(message, to: envelope, at: Samples.noon) == .delivered)
        let elsewhere = try WebURL("http://10.0.0.1:8080/")
        let there = WebhookTransport(
            try settings(elsewhere, inside: [elsewhere.authority]), signer: { _ in [] })
        #expect(
            await there.deliver(message, to: envelope, at: Samples.noon)
                == .refused(DeliveryReason(.target)))
    }
}
