import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

private let hasPython = LocalServer.python != nil

/// Notices through a real mail server: what arrives, and what the list says when nothing does.
@Suite(.enabled(if: hasPython, "a Python with aiosmtpd in .build/tools")) struct MailServerTests {
    private func smtp(
        _ box: OutboxHouse, port: Int, certificate: [UInt8]?, host: String = "localhost"
    ) async throws {
        var smtp: [String: JSON] = [
            "server": .string(host), "port": .integer(Int64(port)), "tls": "starttls",
            "greeting": "company.example",
        ]
        smtp["authorities"] = certificate.map { .string(String(decoding: $0, as: UTF8.self)) }
        var members = box.house.spool().object ?? [:]
        members["mail"] = ["smtp": .object(smtp)]
        members["times"] = ["connect": 30, "whole": 60]
        try await box.vault.setDelivery(.object(members), as: box.house.admin)
    }

    @Test func `a mail server receives what was previewed, addressed to the agreed channel, and nobody else`()
        async throws
    {
        let box = try await OutboxHouse()
        let server = try await LocalServer.start("mail.py", "good")
        try await smtp(box, port: server.port, certificate: server.certificate)
        let preview = try await box.vault.preview(
            "service_state", for: box.subject, about: nil, given: OutboxHouse.given, as: box.sender)
        _ = try await box.send()
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        let mail = try #require(try server.received().first)
        #expect(mail.facts["recipients"] == [.string(Customers.email(1))])
        #expect(mail.facts["subject"] == .string(preview.subject))
        let text = try #require(mail.facts["text"]?.string)
        #expect(text.split(whereSeparator: \.isNewline) == preview.body.split(whereSeparator: \.isNewline))
        #expect(mail.facts["html"]?.string?.contains("<p") == true)
        #expect(mail.facts["tls"] == true && mail.facts["defects"] == [])
        let bytes = String(decoding: mail.bytes, as: UTF8.self)
        for canary in ["canary-", "Канарче", "10.83.255", "411111"] { #expect(!bytes.contains(canary)) }
    }

    /// What a mail server does, and what is told of it; nothing is lost.
    @Test(arguments: [
        ("later", "busy", NoticeState.queued), ("refuse-sender", "service", .queued),
        ("no-relay", "service", .queued), ("plain", "tls", .queued), ("login", "credentials", .queued),
        ("drop", "unknown interrupted", .queued), ("vanish", "unknown", .queued),
        ("refuse-recipient", "recipient", .dead), ("refuse-content", "content", .dead),
    ])
    func `a server that does not take it is told by a word, and nothing is lost`(
        behaviour: String, cause: String, state: NoticeState
    ) async throws {
        let box = try await OutboxHouse()
        let server = try await LocalServer.start("mail.py", behaviour)
        try await smtp(box, port: server.port, certificate: server.certificate)
        let notice = try await box.send()
        _ = try await box.dispatch()
        let line = try #require(try await box.line(notice))
        #expect(line.state == state && line.tries == 1)
        // A connection that breaks in the middle of a message may break before or after its last byte.
        #expect(cause.split(separator: " ").contains { line.reason?.hasPrefix($0) == true })
        #expect(line.reason?.contains("@") != true && line.reason?.contains("canary") != true)
        let good = try await LocalServer.start("mail.py", "good")
        try await smtp(box, port: good.port, certificate: good.certificate)
        if state == .dead { try await box.vault.retry(notice, as: box.sender) }
        box.house.clock.advance(seconds: 86_400)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        let names = try (server.received() + good.received()).compactMap { mail in
            mail.facts["headers"]?.array?.first { $0.array?.first == "Message-ID" }?.array?.last?.string
        }
        #expect(Set(names).count == 1)
    }

    @Test func `nobody there, and a server that cannot prove its name, get nothing and cost nothing`()
        async throws
    {
        let box = try await OutboxHouse()
        let notice = try await box.send()
        try await smtp(box, port: 9, certificate: nil)
        #expect(try await box.dispatch() == Dispatched(deferred: 1))
        #expect(try await box.line(notice)?.reason == "unreachable")
        let server = try await LocalServer.start("mail.py", "good")
        try await smtp(box, port: server.port, certificate: nil)
        box.house.clock.advance(seconds: 3600)
        #expect(try await box.dispatch() == Dispatched(deferred: 1))
        #expect(try await box.line(notice)?.reason == "tls")
        #expect(try server.received().isEmpty)
    }

    @Test func `greylisting is waited out, and it is one message`() async throws {
        let box = try await OutboxHouse()
        let server = try await LocalServer.start("mail.py", "grey")
        try await smtp(box, port: server.port, certificate: server.certificate)
        let notice = try await box.send()
        #expect(try await box.dispatch() == Dispatched(deferred: 1))
        #expect(try await box.line(notice)?.reason?.hasPrefix("busy") == true)
        box.house.clock.advance(seconds: 600)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        #expect(try server.received().count == 1)
    }
}
