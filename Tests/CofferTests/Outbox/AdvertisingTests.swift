import Coffer
import CofferCharter
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Advertising leaves only after a yes, has its way out in every message, and ends by it (B15, S3-13, S4-29).
@Suite struct AdvertisingTests {
    /// The network administrator's charter, were it to advertise to whoever says yes.
    private static func advertising() throws -> String {
        var text = String(
            decoding: try #require(BuiltInCharters.source(named: "network-admin")), as: UTF8.self)
        for (old, new) in [
            ("marketing.own: forbidden", "marketing.own: opt_in"),
            (
                "    - service_state\n    - technical_alert",
                "    - marketing_own\n    - service_state\n    - technical_alert"
            ),
            (
                "billing, service_notice, subject_rights, legal_duty]",
                "billing, service_notice, marketing_own, subject_rights, legal_duty]"
            ),
            (
                "  service_notice: { basis: contract }",
                "  service_notice: { basis: contract }\n  marketing_own: { basis: consent, gate: marketing.own }"
            ),
            ("    - service_notice\n    - fraud", "    - service_notice\n    - marketing_own\n    - fraud"),
            (
                "      - { notice: [welcome_verify], purpose: support }\n      - { act: [outbox], purpose: support }\n",
                "      - { notice: [welcome_verify], purpose: support }\n      - { act: [outbox], purpose: support }\n      - { notice: [marketing_own], purpose: marketing_own }\n      - { act: [outbox], purpose: marketing_own }\n"
            ),
            (
                "      - { fields: [contact.email, contact.phone], purpose: service_notice, form: delivered }",
                "      - { notice: [marketing_own], purpose: marketing_own }\n      - { fields: [contact.email, contact.phone], purpose: marketing_own, form: delivered }\n      - { fields: [contact.email, contact.phone], purpose: service_notice, form: delivered }"
            ),
        ] {
            guard text.contains(old) else { throw Unexpected(what: old) }
            text.replace(old, with: new, maxReplacements: 1)
        }
        return text
    }

    private func box(allowed: Bool = true) async throws -> OutboxHouse {
        let house = try await TestVault(charter: .file(name: "advertising.yaml", text: Self.advertising()))
        let box = try await OutboxHouse(house, agreed: [.marketing])
        guard allowed else { return box }
        try await box.vault.note(
            .consent(topic: "marketing_own", act: .explicit, textVersion: 1, expires: nil),
            about: box.subject,
            as: box.channels.support)
        return box
    }

    private func send(_ box: OutboxHouse) async throws -> NoticeID {
        try await box.vault.send(
            "marketing_own", to: box.subject, about: nil, given: ["topic": "new_services"],
            idempotencyKey: nil,
            as: box.house.session("support_technician", .marketingOwn)
        ).notice
    }

    /// The token at the end of the link in the header.
    private func token(_ message: String) throws -> String {
        let headers = message.replacing(/\r?\n[ \t]+/, with: " ")
        let match = try #require(
            headers.firstMatch(of: /List-Unsubscribe: <https:\/\/[^>]*\/([0-9a-f]{32})>/))
        return String(match.1)
    }

    @Test func `without a yes nothing is advertised`() async throws {
        let box = try await box(allowed: false)
        #expect(await code { try await send(box) } == .noBasis)
        #expect(try await box.dispatch() == Dispatched())
    }

    @Test func `a message says how to end it, by one request, and that ends it (RFC 8058)`() async throws {
        let box = try await box()
        _ = try await send(box)
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        let message = try #require(try box.bodies().first)
        #expect(message.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
        let token = try token(message)
        // Whoever only looks behind the link ends nothing.
        let told = try await box.vault.link(token, as: box.channels.officer)
        #expect(told.use == .unsubscribe && told.kind == "marketing_own")
        let waiting = try await send(box)
        let rows = try await box.house.rows {
            let ended = try await box.vault.unsubscribe(token, as: box.channels.support)
            #expect(ended == .marketingOwn)
        }
        #expect(rows.last?["noted"] == "consent.marketing_own.withdrawn")
        #expect(try await box.dispatch() == Dispatched(dead: 1))
        let line = try await box.vault.notices(
            of: box.subject, state: .dead, as: box.house.session("support_technician", .marketingOwn)
        ).first
        #expect(line?.notice == waiting && line?.reason == "opted_out")
        #expect(await code { try await send(box) } == .optedOut)
        #expect(try await box.vault.unsubscribe(token, as: box.channels.support) == .marketingOwn)
        #expect(try await box.house.findings(box.vault) == [])
    }

    @Test func `other tokens end nothing, and neither does one of an erased customer`() async throws {
        let box = try await box()
        _ = try await send(box)
        _ = try await box.dispatch()
        let token = try token(try #require(try box.bodies().first))
        let proof = try await box.channels.issue(box.channels.mail)
        for wrong in ["", "00112233445566778899aabbccddeeff", proof, token.uppercased()] {
            #expect(
                await code { try await box.vault.unsubscribe(wrong, as: box.channels.support) } == .notFound)
        }
        _ = try await box.vault.erase(box.subject, as: box.channels.officer)
        #expect(await code { try await box.vault.unsubscribe(token, as: box.channels.support) } == .notFound)
    }
}
