import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Tracks and PIN blocks are in memory only, for one charge, where a charter has them at all (PCI DSS 3.3.1, 3.3.2).
@Suite(.enabled(if: UseHouse.isReady, "no Python in .build/tools; .ci/run puts it there"))
struct TrackTests {
    private static let track = ";4111111111111111=33121010000000000000?"
    private static let pin = "0412AC89ABCDEF67"
    private static let terminal: [String: JSON] = [
        "values": ["track": "payment.track", "block": "payment.pin"],
        "body": ["number": "{{track}}", "pin": "{{block}}"], "answer": ["result", "number"],
    ]

    private func house(_ behaviour: String = "decline") async throws -> UseHouse {
        let house = try await UseHouse(behaviour, delivering: "payment.track, payment.pin, ")
        try await house.set(cards: Self.terminal)
        try await house.order("A-1")
        return house
    }

    private func give(_ texts: String..., for order: String = "A-1", in house: UseHouse) async throws {
        for text in texts {
            var code = Array(text.utf8)
            _ = try await house.vault.authorise(house.card, for: order, code: &code, as: house.payer)
            #expect(code.allSatisfy { $0 == 0 })
        }
    }

    @Test
    func `a track and a PIN block go to the connector once, and no file ever had them (P-02, P-03)`()
        async throws
    {
        let house = try await house()
        try await give(Self.track, Self.pin, in: house)
        #expect(try await house.charge("A-1").status == .http(402))
        let body = try #require(try house.server.received().first?.facts["body"])
        #expect(body["number"] == .string(Self.track) && body["pin"] == .string(Self.pin))
        try await house.order("A-2")
        let again = try await house.refusal { _ = try await house.charge("A-2") }
        #expect(again?.code == .destroyed && again?.rule == "authorisation.gone")
        #expect(try house.server.received().count == 1)
        for name in try FileManager.default.subpathsOfDirectory(atPath: house.house.directory.path) {
            let file = FileManager.default.contents(atPath: house.house.directory.file(name)) ?? Data()
            for text in [Self.track, Self.pin] {
                #expect(file.range(of: Data(text.utf8)) == nil, "\(name)")
            }
        }
    }

    @Test
    func `one that was given is gone when the other is missing, or waits for another order (P-02)`()
        async throws
    {
        let house = try await house()
        try await house.order("A-2")
        try await give(Self.track, in: house)
        try await give(Self.pin, for: "A-2", in: house)
        for order in ["A-1", "A-2"] {
            let refusal = try await house.refusal { _ = try await house.charge(order) }
            #expect(refusal?.rule == "authorisation.gone")
        }
        try await give(Self.pin, in: house)
        let both = try await house.refusal { _ = try await house.charge("A-1") }
        #expect(both?.rule == "authorisation.gone" && !house.server.noted("connected"))
    }

    @Test func `an answer with the number out of a track is withheld`() async throws {
        let house = try await house()
        let folder = try TemporaryDirectory()
        try await house.set(
            program: house.program(
                #"echo "{\"result\":\"$(sed -n 's/^;\([0-9]*\)=.*/\1/p' <&3)\"}""#, in: folder,
                [
                    "for": "order", "purposes": ["billing"], "networks": .null, "source": .null,
                    "values": ["track": "payment.track"],
                ]))
        try await give(Self.track, in: house)
        let used = try await house.charge("A-1", by: "enter")
        #expect(used.isAccepted && used.isWithheld && used.answer == [:])
    }

    @Test
    func `a charter that has them delivered to nobody takes none, and the refusal is on the ledger`()
        async throws
    {
        let house = try await UseHouse()
        try await house.order("A-1")
        for text in [Self.track, Self.pin] {
            var refusal: VaultError?
            let rows = try await house.house.rows {
                refusal = try await house.refusal { try await give(text, in: house) }
            }
            #expect(refusal?.code == .roleDenied)
            #expect(rows.last?["action"] == "authorise" && rows.last?["code"] == "role_denied")
        }
        try await give("8317", in: house)
    }

    @Test func `a track is never written as a value (P-02)`() async throws {
        let house = try await house()
        for field in ["track", "pin"] {
            let refusal = try await house.refusal {
                _ = try await house.vault.set(
                    house.card, [field: .string(Self.track)], revision: 1, idempotencyKey: nil,
                    as: house.clerk)
            }
            #expect(refusal != nil)
        }
    }
}
