import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

/// A certificate goes to its owner, and the copy of its key with it (S2-23, S2-24).
@Suite struct HandOverTests {
    private let house: TestVault
    private let subject: SubjectID
    private let engineer: Session
    private let made: [String: [UInt8]]

    init() async throws {
        house = try await TestVault()
        subject = try await house.addCustomer()
        engineer = house.session("network_engineer", .deviceOps, case: "NET-7")
        made = try await OpenSSL.make(
            "req -x509 -newkey ed25519 -nodes -keyout a.key -out a.pem -days 300 -subj /CN=edge.example")
    }

    private func keep(_ files: [String: String] = ["pem": "a.pem", "private_key": "a.key"]) async throws
        -> RecordID
    {
        var fields: [String: JSON] = [:]
        for (field, file) in files {
            fields[field] = .string(String(decoding: try #require(made[file]), as: UTF8.self))
        }
        return try await house.vault.addRecord(
            RecordInput(className: "certificate", fields: fields), to: subject, parent: nil,
            idempotencyKey: nil, as: engineer)
    }

    private func handOver(
        _ record: RecordID, _ vault: Vault? = nil, to acceptor: String = "I. Canary",
        as session: Session? = nil
    ) async throws -> HandOver {
        try await (vault ?? house.vault).handOver(record, to: acceptor, act: "HO-17", as: session ?? engineer)
    }

    private func shown(_ record: RecordID, _ vault: Vault? = nil) async throws -> [String: Answer.Result] {
        let view = try await (vault ?? house.vault).show(subject, as: engineer)
        return try #require(view.records.first { $0.record == record }).fields
    }

    private func proof(_ record: RecordID, _ vault: Vault? = nil) async -> Code? {
        await code {
            try await (vault ?? house.vault).prove(
                [UInt8](repeating: 7, count: 32), with: record, as: engineer)
        }
    }

    @Test func `S2-24 to whom and when is noted for good, and the copy of the key is gone`() async throws {
        let record = try await keep()
        #expect(await proof(record) == nil)
        let before = try await shown(record)
        let rows = try await house.rows(during: {
            let done = try await handOver(record)
            #expect(done.isKeyDestroyed && done.record == record && done.revision == 3)
        })
        let after = try await shown(record)
        guard case .value(_, let noted)? = after["handover"] else { throw Unexpected(what: "handover") }
        #expect(noted["to"] == "I. Canary" && noted["act"] == "HO-17")
        #expect(noted["at"]?.string?.hasPrefix("2026-11-21") == true)
        #expect(after["pem"] == before["pem"])
        #expect(await proof(record) == .destroyed)
        #expect(try await house.findings(house.vault) == [])
        let own = rows.filter { $0["action"] == "hand_over" }
        #expect(own.map { $0["state"]?.string } == ["intent", "intent", "done"])
        #expect(
            own.prefix(2).map { $0["noted"]?.string }
                == ["certificate.handed_over", "certificate.key_destroyed"])
        #expect(own.map { $0["destroyed"]?.array?.count ?? 0 } == [0, 1, 1])
        #expect(!rows.contains { String(decoding: $0.canonical, as: UTF8.self).contains("Canary") })
    }

    @Test func `what was handed over is handed over once, and its note is written over by nobody`()
        async throws
    {
        let record = try await keep()
        let done = try await handOver(record)
        let rows = try await house.rows(during: {
            #expect(await code { try await handOver(record) } == .conflict)
        })
        #expect(rows.last?["code"] == "conflict" && rows.last?["action"] == "hand_over")
        #expect(
            await code {
                try await house.vault.set(
                    record, ["handover": ["to": "somebody else"]], revision: done.revision,
                    idempotencyKey: nil,
                    as: engineer)
            } == .conflict)
        #expect(
            await code {
                try await house.vault.note(
                    .event(.handedOver, service: nil, record: record, at: nil, until: nil), about: subject,
                    as: engineer)
            } == .badValue)
    }

    @Test func `a record without a key, another class and a key past its time are not handed over`()
        async throws
    {
        let bare = try await keep(["pem": "a.pem"])
        #expect(await code { try await handOver(bare) } == .conflict)
        let device = try await house.record("device", of: subject)
        #expect(await code { try await handOver(device) } == .conflict)
        let late = try await keep()
        try await house.vault.note(
            .event(.released, service: nil, record: late, at: nil, until: nil), about: subject, as: engineer)
        #expect(await code { try await handOver(late) } == .destroyed)
        #expect(await code { try await handOver(RecordID(bits: 7)) } == .notFound)
        let record = try await keep()
        #expect(await code { try await handOver(record, to: "") } == .badValue)
        #expect(await code { try await handOver(record, to: "a\nb") } == .badValue)
        #expect(
            await code { try await handOver(record, to: String(repeating: "a", count: 257)) } == .badValue)
        #expect(await proof(record) == nil)
    }

    @Test func `another role, another purpose and no ticket hand over nothing`() async throws {
        let record = try await keep()
        let sessions = [
            house.session("support_technician", .support, case: "NET-7"),
            house.session("network_engineer", .deviceOps),
            house.session("network_engineer", .support, case: "NET-7"), house.admin,
        ]
        for session in sessions {
            let refused = await code { try await handOver(record, as: session) }
            #expect([.roleDenied, .noCase].contains(refused))
            // Who may not learns nothing about who is here.
            #expect(await code { try await handOver(RecordID(bits: 7), as: session) } == refused)
        }
        #expect(await proof(record) == nil)
    }

    @Test func `B08 while a hold stands the key stays, and goes with the sweep after it`() async throws {
        let record = try await keep()
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        try await house.vault.note(
            .hold(review: house.clock.now().adding(seconds: 864_000)), about: subject, as: officer)
        #expect(try await !handOver(record).isKeyDestroyed)
        #expect(await proof(record) == .destroyed)
        house.clock.advance(seconds: 86_400)
        #expect(try await house.vault.sweep(afterGap: false, as: house.admin) { _ in }.keysDestroyed == 0)
        try await house.vault.note(.release, about: subject, as: officer)
        let swept = try await house.vault.sweep(afterGap: false, as: house.admin) { _ in }
        #expect((swept.keysDestroyed, swept.recordsChanged) == (1, 1))
    }

    @Test func `a hand-over killed anywhere is finished or never was, and yesterday's keys do not come back`()
        async throws
    {
        let record = try await keep()
        try await house.vault.close()
        let yesterday = try house.snapshot()
        let moments = try await house.moments { vault in
            let done = try await handOver(record, vault)
            #expect(done.isKeyDestroyed)
        }
        #expect(
            moments.map(\.0) == [
                .keysGoing, .keysGone, .dataGoing, .dataThere, .keysGoing, .keysGone, .dataGoing, .dataThere,
                .marksGoing, .marksGone,
            ])
        for (number, (moment, files)) in moments.enumerated() {
            try house.restore(files)
            let vault = try await house.reopen()
            let place = "\(number): \(moment.rawValue)"
            #expect(try await house.findings(vault) == [], "\(place)")
            let isDone = number > 2
            #expect(await proof(record, vault) == (isDone ? .destroyed : nil), "\(place)")
            #expect((try await shown(record, vault)["handover"] != nil) == isDone, "\(place)")
            // Never was: it can be done now. Done: it is not done twice.
            #expect(
                await code { try await handOver(record, vault) } == (isDone ? .conflict : nil), "\(place)")
            #expect(try await house.findings(vault) == [], "\(place), afterwards")
            try await vault.close()
            if number == moments.count - 1 {
                try house.putBack("scopes.db", from: yesterday)
                let restored = try await house.reopen()
                #expect(await proof(record, restored) != nil)
                try await restored.close()
            }
        }
    }
}
