import CofferDelivery
import CofferModel
import CofferTesting
import Testing

struct SettingsTests {
    private static let pem = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"

    private static let whole: JSON = [
        "from": ["name": "The Company", "address": "notices@company.example"],
        "sender": "bounces@company.example", "message_domain": "company.example",
        "mail": [
            "smtp": [
                "server": "mail.company.example", "port": 587, "tls": "starttls",
                "greeting": "company.example",
                "user": "coffer", "password_file": "/etc/coffer/mail-password", "authorities": .string(pem),
            ]
        ],
        "phone": [
            "webhook": [
                "url": "https://sms.company.example:8443/send", "secret_file": "/etc/coffer/sms-key",
                "allow": ["sms.company.example:8443"], "authorities": .string(pem),
            ]
        ],
        "rates": ["per_recipient_hour": 5, "per_domain_minute": 30], "times": ["connect": 4, "whole": 90],
    ]

    /// The whole document with one member replaced, or taken out.
    private static func with(_ path: String, _ value: JSON?) -> JSON {
        func changed(_ json: JSON, _ names: ArraySlice<Substring>) -> JSON {
            guard let name = names.first, var members = json.object else { return value ?? .null }
            members[String(name)] =
                names.count == 1 ? value : changed(members[String(name)] ?? [:], names.dropFirst())
            return .object(members)
        }
        return changed(whole, path.split(separator: ".")[...])
    }

    private func refusal(_ bytes: [UInt8]) -> String? {
        do {
            _ = try DeliverySettings(reading: bytes)
            return nil
        } catch { return "\(error)" }
    }

    @Test(arguments: [
        whole, with("phone", nil), with("from.name", nil), with("mail.smtp.authorities", nil),
        with("mail", ["command": ["path": "/usr/sbin/sendmail", "arguments": ["-v"]]]),
        with("mail", ["spool": ["bodies": "/var/spool/a", "envelopes": "/var/spool/b"]]),
    ])
    func `settings are the same when they are written and read again`(_ json: JSON) throws {
        let settings = try DeliverySettings(json: json)
        #expect(settings.json == json)
        #expect(try DeliverySettings(reading: settings.json.canonical) == settings)
    }

    @Test func `what is left out is written out, so that no later release decides it anew`() throws {
        var members = try #require(Self.with("phone", nil).object)
        members["rates"] = nil
        members["times"] = ["connect": 3]
        let json = try DeliverySettings(json: .object(members)).json
        #expect(json["rates"] == ["per_recipient_hour": 20, "per_domain_minute": 60])
        #expect(json["times"] == ["connect": 3, "whole": 60])
    }

    @Test(
        arguments: [
            ("sender", nil, "delivery.missing: sender"),
            ("from", nil, "delivery.missing: from"),
            ("mail", nil, "delivery.missing: mail"),
            ("mail.smtp.tls", nil, "delivery.missing: mail.smtp.tls"),
            ("phone.webhook.secret_file", nil, "delivery.missing: phone.webhook.secret_file"),
            ("surprise", 1, "delivery.unknown_member"),
            ("mail.smtp.verify", false, "delivery.unknown_member: mail.smtp"),
            ("mail.smtp.password", "s3cret", "delivery.unknown_member: mail.smtp"),
            ("phone.webhook.secret", "s3cret", "delivery.unknown_member: phone.webhook"),
            ("phone.email", [:], "delivery.one_way: phone"),
            ("from.name", "The\r\nBcc: s3cret", "delivery.sender_name: from"),
            ("from.address", "s3cret", "delivery.address: from.address"),
            ("sender", "s3cret\r\n@company.example", "delivery.address: sender"),
            ("message_domain", "s3cret s3cret", "delivery.domain: message_domain"),
            ("mail", ["pigeon": "s3cret"], "delivery.one_way: mail"),
            ("mail", [:], "delivery.one_way: mail"),
            ("mail.command", ["path": "/bin/true"], "delivery.one_way: mail"),
            ("mail.smtp", "s3cret", "delivery.type: mail.smtp"),
            ("mail.smtp.port", "587", "delivery.type: mail.smtp.port"),
            ("mail.smtp.port", 0, "delivery.authority: mail.smtp"),
            ("mail.smtp.port", 65536, "delivery.authority: mail.smtp"),
            ("mail.smtp.server", "s3cret/", "delivery.authority: mail.smtp"),
            ("mail.smtp.tls", "none", "delivery.tls: mail.smtp.tls"),
            ("mail.smtp.user", nil, "delivery.credentials: mail.smtp"),
            ("mail.smtp.password_file", nil, "delivery.credentials: mail.smtp"),
            ("mail.smtp.password_file", "mail-password", "delivery.path: mail.smtp.password_file"),
            ("mail.smtp.authorities", "/etc/ssl/s3cret.pem", "delivery.authorities: mail.smtp.authorities"),
            (
                "mail.smtp.authorities", "-----BEGIN CERTIFICATE----- -----BEGIN PRIVATE KEY-----",
                "delivery.authorities: mail.smtp.authorities"
            ),
            ("mail", ["command": ["path": "sendmail"]], "delivery.command: mail.command"),
            ("mail", ["spool": ["bodies": "/a", "envelopes": "/a"]], "delivery.spool: mail.spool"),
            ("phone.webhook.url", "http://sms.example/", "delivery.webhook_url: phone.webhook"),
            ("phone.webhook.allow", ["sms.example"], "delivery.authority: phone.webhook.allow"),
            ("phone.webhook.allow", [1], "delivery.type: phone.webhook.allow"),
            ("rates.per_recipient_hour", 0, "delivery.rate: rates"),
            ("rates.per_domain_minute", 10_001, "delivery.rate: rates"),
            ("times.whole", 601, "delivery.timing: times"),
            ("times.connect", 91, "delivery.timing: times"),
        ] as [(String, JSON?, String)])
    func `what is not right is refused by rule and place, and nothing of it is repeated`(
        path: String, value: JSON?, expected: String
    ) {
        let refusal = refusal(Self.with(path, value).canonical)
        #expect(refusal == expected)
        #expect(refusal?.contains("s3cret") == false)
    }

    @Test func `a document that is too large or no JSON is refused`() {
        #expect(refusal([UInt8](repeating: 32, count: DeliveryLimits.settingsBytes + 1)) == "delivery.size")
        #expect(refusal(Array("{\"sender\": s3cret}".utf8)) == "delivery.json")
        #expect(refusal(Array("{\"sender\": 1, \"sender\": 2}".utf8)) == "delivery.json")
        #expect(refusal(Array("[]".utf8)) == "delivery.type")
    }

    @Test func `settings do not print`() throws {
        let settings = try DeliverySettings(json: Self.whole)
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), "\(settings.mail)", dumped] {
            #expect(!text.contains("company") && !text.contains("coffer/"))
        }
    }
}

private let hasPython = LocalServer.python != nil

@Suite(.enabled(if: hasPython, "no aiosmtpd in .build/tools; .ci/run puts it there"))
struct SettingsInUseTests {
    private func settings(
        _ server: LocalServer, tls: String = "starttls", user: String? = "coffer", isTrusted: Bool = true
    ) throws -> DeliverySettings {
        var smtp: [String: JSON] = [
            "server": "localhost", "port": .integer(Int64(server.port)), "tls": .string(tls),
            "greeting": "company.example",
        ]
        if isTrusted { smtp["authorities"] = .string(String(decoding: server.certificate, as: UTF8.self)) }
        if let user {
            smtp["user"] = .string(user)
            smtp["password_file"] = "/etc/coffer/mail-password"
        }
        return try DeliverySettings(json: [
            "from": ["address": "notices@company.example"], "sender": "bounces@company.example",
            "message_domain": "company.example", "mail": ["smtp": .object(smtp)],
            "times": ["connect": 5, "whole": 20],
        ])
    }

    private func transport(
        _ settings: DeliverySettings, password: String?
    ) throws -> any DeliveryTransport {
        guard let password else { return try unsafe settings.mailTransport(password: nil) }
        return try unsafe Array(password.utf8).withUnsafeBytes {
            try unsafe settings.mailTransport(password: $0)
        }
    }

    @Test func `mail leaves as the settings say, by TLS and with a login`() async throws {
        let server = try await LocalServer.start("mail.py", "login")
        let transport = try transport(settings(server), password: "a password, ä")
        #expect(await transport.check() == nil)
        #expect(try server.received().isEmpty)
        #expect(
            try await transport.deliver(Samples.message(), to: Samples.envelope(), at: Samples.noon)
                == .delivered)
        let facts = try #require(try server.received().first).facts
        #expect(facts["tls"]?.bool == true)
        #expect(facts["login"]?.bool == true)
    }

    @Test func `a check says what is wrong, in the words of a delivery, and sends no mail`() async throws {
        let server = try await LocalServer.start("mail.py", "login")
        let wrong = try transport(settings(server), password: "another")
        #expect(await wrong.check()?.cause == .credentials)
        let stranger = try transport(settings(server, isTrusted: false), password: "a password, ä")
        #expect(await stranger.check() == DeliveryReason(.tls))
        let open = try await LocalServer.start("mail.py", "plain")
        #expect(
            await (try transport(settings(open, user: nil), password: nil)).check() == DeliveryReason(.tls))
        let implicit = try await LocalServer.start("mail.py", "implicit")
        let from = try settings(implicit, tls: "implicit", user: nil)
        #expect(await (try transport(from, password: nil)).check() == nil)
        #expect(try server.received().isEmpty && open.received().isEmpty && implicit.received().isEmpty)
    }

    @Test func `a login takes a password that can be one`() async throws {
        let server = try await LocalServer.start("mail.py", "login")
        let settings = try settings(server)
        #expect(settings.passwordFile?.text == "/etc/coffer/mail-password")
        for password in [nil, "", "two\nlines", String(repeating: "x", count: 1025)] {
            #expect(throws: BadValue("delivery.credentials")) { try transport(settings, password: password) }
        }
    }

    @Test func `a webhook is checked by its TLS alone`() async throws {
        let server = try await LocalServer.start("webhook.py", "204")
        func phone(_ allow: JSON, _ certificate: JSON?) throws -> any DeliveryTransport {
            var webhook: [String: JSON] = [
                "url": .string("https://localhost:\(server.port)/hook"), "secret_file": "/etc/coffer/sms-key",
                "allow": allow,
            ]
            webhook["authorities"] = certificate
            let settings = try DeliverySettings(json: [
                "from": ["address": "notices@company.example"], "sender": "bounces@company.example",
                "message_domain": "company.example", "mail": ["command": ["path": "/bin/true"]],
                "phone": ["webhook": .object(webhook)],
            ])
            let phone = settings.phoneTransport { _ in [] }
            return try #require(phone)
        }
        let certificate = JSON.string(String(decoding: server.certificate, as: UTF8.self))
        let here: JSON = [.string("localhost:\(server.port)")]
        #expect(await (try phone(here, certificate)).check() == nil)
        #expect(await (try phone(here, nil)).check() == DeliveryReason(.tls))
        #expect(await (try phone([], certificate)).check() == DeliveryReason(.target))
        #expect(try server.received().isEmpty)
    }
}
