import CofferDelivery
import CofferModel
import CofferTesting
import Testing

private let hasPython = LocalServer.python != nil

@Suite(.enabled(if: hasPython, "no aiosmtpd in .build/tools; .ci/run puts it there"))
struct SMTPTests {
    private func outcome(
        of behaviour: String, _ message: OutboundMessage? = nil,
        to address: String = "ivan.petrov@customer.example"
    ) async throws -> DeliveryOutcome {
        let server = try await LocalServer.start("mail.py", behaviour)
        return try await server.transport().deliver(
            message ?? Samples.message(), to: Samples.envelope(to: address), at: Samples.noon)
    }

    @Test(arguments: [
        ("bg", "Планирано прекъсване", "Уважаеми клиенти,\nна 3 февруари няма да има достъп.\n"),
        (
            "en", "Planned outage",
            "Dear customers,\nthere will be no access on 3 February.\n\n.\n..\nFrom here on.\n"
        ),
        ("kk", "Жоспарлы үзіліс", "Құрметті клиенттер,\n3 ақпанда қолжетімділік болмайды.\n"),
        (
            "en", String(repeating: "ﬀ é 👩‍👩‍👧 =", count: 11),
            "  two\ttabs\t\n" + String(repeating: "x", count: 3000) + " \n"
                + String(repeating: "=é", count: 900)
                + "\n.\n.QUIT\nFrom here\n\n\n"
        ),
        ("ru", "Плановое отключение", "Уважаемые клиенты,\n3 февраля доступа не будет.\n"),
    ])
    func `each language, and each odd line, arrives as it was written`(
        language: String, subject: String, text: String
    )
        async throws
    {
        let server = try await LocalServer.start("mail.py", "accept")
        let name = "\(subject.prefix(20)), 2026.pdf"
        let file = try Attachment(
            name: name, mediaType: "application/pdf",
            bytes: Array(repeating: 137, count: 3000))
        let message = try Samples.message(
            subject, text, language: language, html: "<p>\(text)</p>\n", from: "Фирма „Ъ“",
            attachments: [file])
        #expect(
            try await server.transport().deliver(message, to: Samples.envelope(), at: Samples.noon)
                == .delivered)
        let facts = try #require(try server.received().first).facts
        #expect(facts["subject"]?.string == subject)
        #expect(facts["text"]?.string?.replacing("\r\n", with: "\n") == text)
        #expect(facts["html"]?.string?.replacing("\r\n", with: "\n") == "<p>\(text)</p>\n")
        #expect(facts["files"]?.array?.first?["name"]?.string == name)
        #expect(facts["defects"]?.array == [])
        #expect(facts["sender"]?.string == "bounces@company.example")
        #expect(facts["recipients"]?.array == ["ivan.petrov@customer.example"])
    }

    @Test func `what arrives is what could be scanned, and the line To`() async throws {
        let server = try await LocalServer.start("mail.py", "accept")
        let message = try Samples.message(
            "Здравейте", String(repeating: "ж", count: 6000) + "\n.\n", html: "<p>.</p>")
        _ = try await server.transport().deliver(message, to: Samples.envelope(), at: Samples.noon)
        let received = try #require(try server.received().first)
        #expect(received.bytes == Array("To: <ivan.petrov@customer.example>\r\n".utf8) + message.composed())
        #expect(received.facts["tls"]?.bool == true)
        #expect(received.facts["greeting"]?.string == "company.example")
    }

    @Test func `user name and password are given, and only right ones help`() async throws {
        let server = try await LocalServer.start("mail.py", "login")
        let right = try server.transport(credentials: credentials("coffer", "a password, ä"))
        let wrong = try server.transport(credentials: credentials("coffer", "DATA"))
        let (message, envelope) = (try Samples.message(), try Samples.envelope())
        #expect(await right.deliver(message, to: envelope, at: Samples.noon) == .delivered)
        #expect(try server.received().first?.facts["login"]?.bool == true)
        let refused = DeliveryReason(
            .credentials, status: 535, enhanced: EnhancedStatus(startOf: "5.7.8".utf8))
        #expect(
            await wrong.deliver(message, to: envelope, at: Samples.noon)
                == .deferred(refused, retryAfter: nil))
        let none = try server.transport()
        let wanted = DeliveryReason(
            .credentials, status: 530, enhanced: EnhancedStatus(startOf: "5.7.0".utf8))
        #expect(
            await none.deliver(message, to: envelope, at: Samples.noon) == .deferred(wanted, retryAfter: nil))
    }

    @Test func `TLS may begin with the first byte`() async throws {
        let server = try await LocalServer.start("mail.py", "implicit")
        let transport = try server.transport(security: .implicit)
        let (message, envelope) = (try Samples.message(), try Samples.envelope())
        #expect(await transport.deliver(message, to: envelope, at: Samples.noon) == .delivered)
        #expect(try server.received().count == 1)
    }

    @Test func `one connection serves several messages`() async throws {
        let server = try await LocalServer.start("mail.py", "accept")
        let transport = try server.transport()
        for _ in 0..<3 {
            #expect(
                try await transport.deliver(Samples.message(), to: Samples.envelope(), at: Samples.noon)
                    == .delivered)
        }
        let connections = try server.received().map { $0.facts["connection"]?.integer }
        #expect(connections.count == 3)
        #expect(Set(connections).count == 1)
    }

    @Test(arguments: [
        ("later", DeliveryCause.busy, UInt16(452), "4.2.2"), ("refuse-sender", .service, 550, "5.7.1"),
        ("no-relay", .service, 554, "5.7.1"),
    ])
    func `what is not the message's fault is tried again`(
        behaviour: String, cause: DeliveryCause, status: UInt16, enhanced: String
    ) async throws {
        let reason = DeliveryReason(cause, status: status, enhanced: EnhancedStatus(startOf: enhanced.utf8))
        #expect(try await outcome(of: behaviour) == .deferred(reason, retryAfter: nil))
    }

    @Test(arguments: [
        ("refuse-recipient", DeliveryCause.recipient, UInt16(550), "5.1.1"),
        ("refuse-content", .content, 554, "5.7.1"), ("too-large", .content, 552, "5.3.4"),
    ])
    func `what the server will never take is refused, in its numbers and none of its words`(
        behaviour: String, cause: DeliveryCause, status: UInt16, enhanced: String
    ) async throws {
        let outcome = try await outcome(of: behaviour)
        let reason = DeliveryReason(cause, status: status, enhanced: EnhancedStatus(startOf: enhanced.utf8))
        #expect(outcome == .refused(reason))
        #expect(!"\(outcome)".contains("ivan"))
        #expect(reason.description == "\(cause.rawValue) \(status) \(enhanced)")
    }

    @Test func `a server that wants patience takes the message the second time`() async throws {
        let server = try await LocalServer.start("mail.py", "grey")
        let transport = try server.transport()
        let (message, envelope) = (try Samples.message(), try Samples.envelope())
        let busy = DeliveryReason(.busy, status: 451, enhanced: EnhancedStatus(startOf: "4.7.1".utf8))
        #expect(
            await transport.deliver(message, to: envelope, at: Samples.noon)
                == .deferred(busy, retryAfter: nil))
        #expect(try server.received().isEmpty)
        #expect(await transport.deliver(message, to: envelope, at: Samples.noon) == .delivered)
    }

    @Test func `nothing is sent without TLS, or to whoever cannot prove the name`() async throws {
        let message = try Samples.message()
        let tls = DeliveryOutcome.deferred(DeliveryReason(.tls), retryAfter: nil)
        let open = try await LocalServer.start("mail.py", "plain")
        #expect(try await open.transport().deliver(message, to: Samples.envelope(), at: Samples.noon) == tls)
        let server = try await LocalServer.start("mail.py", "accept")
        let stranger = try server.transport(isTrusted: false)
        #expect(try await stranger.deliver(message, to: Samples.envelope(), at: Samples.noon) == tls)
        let otherName = try server.transport(host: "127.0.0.1")
        #expect(try await otherName.deliver(message, to: Samples.envelope(), at: Samples.noon) == tls)
        let early = try server.transport(security: .implicit)
        #expect(try await early.deliver(message, to: Samples.envelope(), at: Samples.noon) == tls)
        #expect(try open.received().isEmpty)
        #expect(try server.received().isEmpty)
    }

    @Test func `a server that is not there is tried again`() async throws {
        let transport: SMTPTransport
        do { transport = try await LocalServer.start("mail.py", "accept").transport() }
        // The server went with its object; its port is closed within moments.
        let unreachable = DeliveryOutcome.deferred(DeliveryReason(.unreachable), retryAfter: nil)
        var last: DeliveryOutcome?
        for _ in 0..<50 where last != unreachable {
            last = try await transport.deliver(Samples.message(), to: Samples.envelope(), at: Samples.noon)
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(last == unreachable)
    }

    @Test func `a connection that breaks within a message is tried again`() async throws {
        let large = try Attachment(
            name: "a.bin", mediaType: "application/octet-stream", bytes: Array(repeating: 1, count: 6_000_000)
        )
        let outcome = try await outcome(of: "drop", Samples.message(attachments: [large]))
        #expect(outcome == .deferred(DeliveryReason(.interrupted), retryAfter: nil))
    }

    @Test
    func `a connection that breaks instead of an answer leaves it unknown, and the next try has the same id`()
        async throws
    {
        let server = try await LocalServer.start("mail.py", "vanish")
        let transport = try server.transport()
        let message = try Samples.message()
        for _ in 0..<2 {
            #expect(
                try await transport.deliver(message, to: Samples.envelope(), at: Samples.noon)
                    == .deferred(DeliveryReason(.unknown), retryAfter: nil))
        }
        let copies = try server.received().map(\.bytes)
        #expect(copies.count == 2)
        #expect(Set(copies).count == 1)
    }

    @Test func `a slow server is left when the time is over`() async throws {
        let server = try await LocalServer.start("mail.py", "slow")
        let transport = try SMTPTransport(
            SMTPSettings(
                server: Authority("localhost:\(server.port)"), security: .startTLS,
                greeting: DomainName("company.example"),
                authorities: TrustedAuthorities(pem: server.certificate),
                timing: Samples.timing(connect: 2, whole: 2)), credentials: nil)
        let started = ContinuousClock.now
        #expect(
            try await transport.deliver(Samples.message(), to: Samples.envelope(), at: Samples.noon)
                == .deferred(DeliveryReason(.timeout), retryAfter: nil))
        #expect(ContinuousClock.now - started < .seconds(15))
    }

    @Test func `an address outside ASCII goes only to a server that offers it`() async throws {
        let server = try await LocalServer.start("mail.py", "utf8")
        let envelope = try Samples.envelope(to: "иван@customer.example")
        let message = try Samples.message()
        #expect(try await server.transport().deliver(message, to: envelope, at: Samples.noon) == .delivered)
        #expect(try server.received().first?.facts["recipients"]?.array == ["иван@customer.example"])
        let older = try await LocalServer.start("mail.py", "accept")
        #expect(
            try await older.transport().deliver(message, to: envelope, at: Samples.noon)
                == .refused(DeliveryReason(.international)))
        #expect(try older.received().isEmpty)
    }

    @Test func `a telephone or a webhook is not reached by mail`() async throws {
        let server = try await LocalServer.start("mail.py", "accept")
        let sender = try MailAddress("bounces@company.example")
        for recipient in [Recipient.phone(try PhoneNumber("+359888123456")), .endpoint] {
            let outcome = try await server.transport().deliver(
                Samples.message(), to: Envelope(sender: sender, recipient: recipient), at: Samples.noon)
            #expect(outcome == .refused(DeliveryReason(.channel)))
        }
        #expect(try server.received().isEmpty)
    }
}
