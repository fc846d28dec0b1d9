import CofferDelivery
import CofferModel
import CofferTesting
import Foundation
import Testing

@Suite struct SpoolTests {
    private let bodies: TemporaryDirectory
    private let envelopes: TemporaryDirectory
    private let transport: SpoolTransport
    private let name = "07070707070707070707070707070707"

    init() throws {
        bodies = try TemporaryDirectory()
        envelopes = try TemporaryDirectory()
        transport = SpoolTransport(try SpoolSettings(bodies: bodies.path, envelopes: envelopes.path))
    }

    private func deliver(_ message: OutboundMessage? = nil) async throws -> DeliveryOutcome {
        try await transport.deliver(message ?? Samples.message(), to: Samples.envelope(), at: Samples.noon)
    }

    private func names(_ folder: TemporaryDirectory, _ part: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file(part)).sorted()
    }

    @Test func `no file holds body and address (B19)`() async throws {
        let message = try Samples.message()
        #expect(try await deliver(message) == .delivered)
        #expect(bodies.read("new/\(name).eml") == message.composed())
        let envelope = try JSON(reading: #require(envelopes.read("new/\(name).json")))
        #expect(
            envelope == ["sender": "bounces@company.example", "recipient": "ivan.petrov@customer.example"])
        let body = String(decoding: bodies.read("new/\(name).eml") ?? [], as: UTF8.self)
        #expect(!body.contains("ivan"))
    }

    @Test func `files are their owner's alone, and nothing is left half written`() async throws {
        _ = try await deliver()
        for path in [bodies.file("new/\(name).eml"), envelopes.file("new/\(name).json")] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        #expect(try names(bodies, "tmp").isEmpty)
        #expect(try names(envelopes, "tmp").isEmpty)
    }

    @Test func `a second try lays the same files, also over what a crash left`() async throws {
        #expect(try await deliver() == .delivered)
        try Data("half".utf8).write(to: URL(fileURLWithPath: bodies.file("tmp/\(name).eml")))
        #expect(try await deliver() == .delivered)
        #expect(try names(bodies, "new") == ["\(name).eml"])
        #expect(try names(envelopes, "new") == ["\(name).json"])
        #expect(try await deliver(Samples.message(id: 8)) == .delivered)
        #expect(try names(bodies, "new").count == 2)
    }

    @Test func `a folder that others can enter is not used`() async throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: envelopes.path)
        #expect(try await deliver() == .deferred(DeliveryReason(.local), retryAfter: nil))
        #expect(!FileManager.default.fileExists(atPath: bodies.file("new/\(name).eml")))
    }

    @Test func `a link in place of a folder is not followed`() async throws {
        let elsewhere = try TemporaryDirectory()
        try FileManager.default.createSymbolicLink(
            atPath: bodies.file("new"), withDestinationPath: elsewhere.path)
        #expect(try await deliver() == .deferred(DeliveryReason(.local), retryAfter: nil))
        #expect(try elsewhere.contents().isEmpty)
    }

    @Test func `one folder is not two`() async throws {
        #expect(throws: BadValue("delivery.spool")) {
            try SpoolSettings(bodies: bodies.path, envelopes: bodies.path)
        }
        let disguised = SpoolTransport(try SpoolSettings(bodies: bodies.path, envelopes: bodies.path + "/."))
        let outcome = try await disguised.deliver(Samples.message(), to: Samples.envelope(), at: Samples.noon)
        #expect(outcome == .deferred(DeliveryReason(.local), retryAfter: nil))
        #expect(try names(bodies, "new").isEmpty)
    }

    @Test func `a telephone has no place in it`() async throws {
        let envelope = Envelope(
            sender: try MailAddress("bounces@company.example"),
            recipient: .phone(try PhoneNumber("+359888123456")))
        #expect(
            try await transport.deliver(Samples.message(), to: envelope, at: Samples.noon)
                == .refused(DeliveryReason(.channel)))
    }
}
