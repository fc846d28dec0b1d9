import Coffer
import CofferModel
import CofferStore
import CofferTesting
import Foundation
import Testing

/// Whose address was changed hears of it where he can still be reached (S2-06, requirements §3.7).
@Suite struct FarewellTests {
    @Test func `a change of address is told to the old one, and not to the new`() async throws {
        let box = try await OutboxHouse()
        try await box.channels.write(["email": "new.address@elsewhere.example"])
        let lines = try await box.vault.notices(of: box.subject, state: .queued, as: box.sender)
        #expect(lines.map(\.kind) == ["channel_changed"])
        #expect(try await box.house.findings(box.vault) == [])
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        let envelope = try #require(try box.envelopes().first)
        #expect(envelope.contains(Customers.email(1)) && !envelope.contains("new.address"))
        let body = try #require(try box.bodies().first)
        #expect(body.contains("Адресът Ви за връзка е сменен") || body.contains("на този адрес"))
        #expect(!body.contains("elsewhere.example") && !body.contains(Customers.email(1)))
    }

    @Test func `an address that nobody had shown to be his is told nothing`() async throws {
        let box = try await OutboxHouse(agreed: [])
        try await box.channels.write(["email": "new.address@elsewhere.example"])
        #expect(try await box.vault.notices(of: box.subject, state: nil, as: box.sender) == [])
    }

    @Test
    func `the very same address, written again, is no change: nothing is told, and the agreement stays`()
        async throws
    {
        let box = try await OutboxHouse()
        let world = box.channels
        try await world.note(.propose, world.phone)
        let onItsWay = try await world.issue(world.phone)
        let before = try await world.line(world.mail)
        let rows = try await box.house.rows {
            try await world.write([
                "email": .string(Customers.email(1)), "phone": "+359 88 976 4801", "preference": "email",
            ])
        }
        #expect(rows.count == 1 && rows[0]["noted"] == nil)
        #expect(try await world.line(world.mail) == before && before?.state == .agreed)
        #expect(try await box.vault.notices(of: box.subject, state: nil, as: box.sender) == [])
        #expect(try await box.vault.verifyChannel(onItsWay, as: world.support) == .verified)
        // Alone too: then nothing is written but the row's revision.
        try await world.write(["email": .string(Customers.email(1))], revision: 2)
        #expect(try await world.line(world.mail) == before)
        _ = try await box.send()
        #expect(try await box.dispatch() == Dispatched(sent: 1))
        #expect(try await box.house.findings(box.vault) == [])
    }

    @Test func `an address that differs in case is another one, which its host may tell apart`() async throws
    {
        let box = try await OutboxHouse()
        try await box.channels.write(["email": .string("C" + Customers.email(1).dropFirst())])
        #expect(try await box.channels.line(box.channels.mail)?.state == .proposed)
        let lines = try await box.vault.notices(of: box.subject, state: .queued, as: box.sender)
        #expect(lines.map(\.kind) == ["channel_changed"])
    }

    @Test func `another field of the record tells nobody anything`() async throws {
        let box = try await OutboxHouse()
        try await box.channels.write(["preference": "email"])
        #expect(try await box.vault.notices(of: box.subject, state: nil, as: box.sender) == [])
    }

    @Test func `nobody sends that notice by himself`() async throws {
        let box = try await OutboxHouse()
        let refusal = await code {
            try await box.vault.send(
                "channel_changed", to: box.subject, about: nil, idempotencyKey: nil, as: box.sender)
        }
        #expect(refusal == .channelNotAgreed)
    }

    @Test func `the old address is nowhere on disk while the notice waits`() async throws {
        let box = try await OutboxHouse()
        try await box.channels.write(["email": "new.address@elsewhere.example"])
        for file in try FileManager.default.contentsOfDirectory(atPath: box.house.path) {
            let bytes = try? Data(contentsOf: URL(fileURLWithPath: box.house.path + "/" + file))
            #expect(bytes?.range(of: Data(Customers.email(1).utf8)) == nil)
        }
    }
}
