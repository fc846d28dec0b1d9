import Coffer
import CofferCharter
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Labels as customers get them: made when a notice leaves, stored with it, and told again (B20, B21, E-09, E-14).
@Suite struct SentLabelTests {
    private static func kind(_ mode: String, _ scope: String) -> String {
        "{ of: device, mode: \(mode), scope: \(scope), period: quarter }"
    }

    @Test(arguments: ["mac", "table", "siv"])
    func `E-14 the label of a notice that left is told to the privacy officer`(mode: String) async throws {
        let post = try await Post(Self.kind(mode, "relationship"))
        let text = try await post.send()
        #expect(text.count == ["mac": 27, "table": 9, "siv": 53][mode])
        let found = try await post.vault.resolve(text.lowercased(), as: post.labels.officer)
        #expect(found.subject == post.labels.subject && found.record == post.labels.devices[0])
        #expect(found.kind == "device" && found.className == "device")
    }

    @Test(arguments: ["mac", "table", "siv"])
    func `E-07 a second notice about a device shows the label of the first, one about another its own`(
        mode: String
    ) async throws {
        let post = try await Post(Self.kind(mode, "relationship"))
        let (first, second) = (try await post.send(), try await post.send())
        #expect(first == second)
        let other = try await post.send(1)
        #expect(other != first)
        #expect(
            try await post.vault.resolve(other, as: post.labels.officer).record == post.labels.devices[1])
    }

    @Test(arguments: ["mac", "table"])
    func `E-07 of one message alone, every notice has a label of its own, and all are told`(mode: String)
        async throws
    {
        let post = try await Post(Self.kind(mode, "transaction"))
        let (first, second) = (try await post.send(), try await post.send())
        #expect(first != second)
        for text in [first, second] {
            #expect(
                try await post.vault.resolve(text, as: post.labels.officer).record == post.labels.devices[0])
        }
    }

    @Test(arguments: ["mac", "table", "siv"])
    func `E-09 one device at another address of the customer's has another label`(mode: String) async throws {
        let post = try await Post(Self.kind(mode, "recipient"))
        let first = try await post.send()
        try await post.move(to: "second.address@post.example")
        let second = try await post.send()
        #expect(first != second)
        for text in [first, second] {
            #expect(
                try await post.vault.resolve(text, as: post.labels.officer).record == post.labels.devices[0])
        }
    }

    @Test(arguments: ["mac", "siv"])
    func `E-09 another address written over the first has another label too`(mode: String) async throws {
        let post = try await Post(Self.kind(mode, "recipient"))
        let first = try await post.send()
        try await post.overwrite(with: "second.address@post.example")
        let second = try await post.send()
        #expect(first != second)
        for text in [first, second] {
            #expect(
                try await post.vault.resolve(text, as: post.labels.officer).record == post.labels.devices[0])
        }
    }

    @Test func `E-14 B05 erasure takes the labels that left with it`() async throws {
        let post = try await Post(Self.kind("table", "relationship"))
        let text = try await post.send()
        _ = try await post.vault.erase(post.labels.subject, as: post.labels.officer)
        #expect(await post.labels.refusal(text) == .notFound)
        try await post.labels.close()
        #expect(try post.labels.house.sql("data.db", "SELECT count(*) FROM issued") == [["0"]])
    }

    @Test
    func
        `EN-11 after the quarter the labels that left are gone, with rows and key, when the dispatcher looks`()
        async throws
    {
        let post = try await Post(Self.kind("table", "relationship"))
        let text = try await post.send()
        post.labels.house.clock.advance(seconds: 41 * 86_400)
        #expect(await post.labels.refusal(text) == .notFound)
        _ = try await post.vault.dispatch(as: post.dispatcher)
        let lines = try await post.vault.keyInventory(as: post.labels.house.admin)
        #expect(!lines.contains { $0.use.hasPrefix("labels customer") })
        let next = try await post.send()
        #expect(next != text)
        #expect(await post.labels.refusal(next) == nil)
    }
}

/// A customer of two devices who agreed to be written to, and a folder that his mail leaves into.
private struct Post {
    let labels: LabelHouse

    var vault: Vault { labels.vault }
    var house: TestVault { labels.house }
    var dispatcher: Session { house.session("dispatcher", .serviceNotice) }
    private var support: Session { house.session("support_technician", .support) }

    init(_ kind: String) async throws {
        labels = try await LabelHouse(kind)
        for part in ["bodies", "envelopes"] {
            try FileManager.default.createDirectory(
                atPath: house.directory.file("spool-\(part)"), withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        }
        try await vault.setDelivery(house.spool(), as: house.admin)
        let contact = try await house.record("contact", of: labels.subject)
        try await agree(contact)
    }

    private func agree(_ record: RecordID, revision: UInt64 = 1) async throws {
        let field = ChannelField(record: record, path: FieldPath(className: "contact", field: "email"))
        let (token, row) = try vault.issueVerification(
            of: .init(proposing: field, revision: revision), of: labels.subject,
            from: SystemRandom().bytes(16),
            at: house.clock.now())
        try await house.kept.data?.commit([.issue(row)])
        _ = try await vault.verifyChannel(token, as: support)
        try await vault.note(
            .channel(field, .agree(topics: [.technical], act: .explicit)), about: labels.subject, as: support)
    }

    /// Writes another address into the field of the first.
    func overwrite(with address: String) async throws {
        let contact = try await house.record("contact", of: labels.subject)
        let revision = try await vault.set(
            contact, ["email": .string(address)], revision: 1, idempotencyKey: nil, as: support)
        // Mail about the change goes to the old address first.
        _ = try await vault.dispatch(as: dispatcher)
        try await agree(contact, revision: revision)
    }

    /// Gives the customer another address, and takes the first one back.
    func move(to address: String) async throws {
        let before = try await vault.channels(of: labels.subject, as: support)
        let record = try await vault.addRecord(
            RecordInput(className: "contact", fields: ["email": .string(address)]), to: labels.subject,
            parent: nil, idempotencyKey: nil, as: support)
        let field = ChannelField(record: record, path: FieldPath(className: "contact", field: "email"))
        if !(try await vault.channels(of: labels.subject, as: support).contains { $0.field == field }) {
            try await vault.note(.channel(field, .propose), about: labels.subject, as: support)
        }
        try await agree(record)
        for line in before where line.state == .agreed {
            try await vault.note(.channel(line.field, .revoke), about: labels.subject, as: support)
        }
    }

    /// Sends a notice about a certificate, and answers the label it left with.
    func send(_ certificate: Int = 0) async throws -> String {
        let known = Set(try files())
        _ = try await vault.send(
            "certificate_expiring", to: labels.subject, about: labels.certificates[certificate],
            idempotencyKey: nil, as: house.session("network_engineer", .serviceNotice))
        let done = try await vault.dispatch(as: dispatcher)
        guard done == Dispatched(sent: 1), let name = try files().first(where: { !known.contains($0) }) else {
            throw Unexpected(what: "\(done)")
        }
        let body = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        let plain = body.replacing("=\r\n", with: "").replacing("\r\n", with: " ")
        guard let match = plain.firstMatch(of: /The certificate of device (\S+) is valid/) else {
            throw Unexpected(what: "a label")
        }
        return String(match.1).replacing("=3D", with: "=").replacing("=7E", with: "~")
    }

    private var folder: String { house.directory.file("spool-bodies/new") }

    private func files() throws -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }
}
