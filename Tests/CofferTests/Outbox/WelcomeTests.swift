import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

/// An address counts when its owner has shown that he reads what is sent there (B17, S0-08, S1-08).
@Suite struct WelcomeTests {
    /// The token of 32 hexadecimal digits at the end of the link.
    private func token(_ body: String) throws -> String {
        let lines = body.split(whereSeparator: \.isNewline)
        let link = lines.first {
            $0.count >= 32 && $0.suffix(32).allSatisfy(\.isHexDigit) && !$0.contains("=_")
        }
        return String(try #require(link).suffix(32))
    }

    @Test func `a proposed address gets a message with a token, and the token makes it a channel`()
        async throws
    {
        let box = try await OutboxHouse(agreed: [])
        let support = box.channels.support
        _ = try await box.vault.send(
            "welcome_verify", to: box.subject, about: nil, idempotencyKey: nil, as: support)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        #expect(try box.envelopes().first?.contains(Customers.email(1)) == true)
        let token = try token(try #require(try box.bodies().first))
        #expect(try await box.vault.verifyChannel(token, as: support) == .verified)
        #expect(await code { try await box.vault.verifyChannel(token, as: support) } == .notFound)
        try await box.channels.note(.agree(topics: [.service], act: .explicit), box.channels.mail)
        _ = try await box.send()
        #expect(try await box.dispatch() == Dispatched(sent: 1))
    }

    @Test func `other kinds do not go to an address that was only proposed`() async throws {
        let box = try await OutboxHouse(agreed: [])
        let queued = try await box.vault.send(
            "service_state", to: box.subject, about: nil, given: OutboxHouse.given, idempotencyKey: nil,
            as: box.sender)
        #expect(queued.channels == 0)
        #expect(try await box.dispatch() == Dispatched(dead: 1))
        #expect(try await box.line(queued.notice)?.reason == "channel_not_agreed")
    }
}
