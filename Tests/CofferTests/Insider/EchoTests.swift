import Coffer
import CofferModel
import CofferSQLite
import CofferTesting
import Foundation
import Testing

/// No error says anything of what was given, of any length (style.md §2, P-33).
@Suite struct EchoTests {
    /// What is given everywhere; no part of it of five letters may come back.
    private static let canaries = [
        "QZJXKVWYBD", "QZJXKVWYBD@example.com", "+359QZJXKVWYBD", "QZJXKVWYBD-1", "../QZJXKVWYBD",
        "{\"QZJXKVWYBD\":1}", "'; DROP TABLE QZJXKVWYBD; --", "\u{1B}[31mQZJXKVWYBD\n\r\0",
        String(repeating: "QZJXKVWYBD", count: 4000),
    ]

    private func said<Answer>(_ act: () async throws -> Answer) async -> String? {
        do {
            _ = try await act()
            return nil
        } catch {
            var dumped = ""
            dump(error, to: &dumped)
            return "\(error) \(String(reflecting: error)) \(dumped)"
        }
    }

    @Test func `no refusal of any public function repeats its input`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let contact = try await house.record("contact", of: subject)
        let vault = house.vault
        let support = house.session("support_technician", .support)
        let billing = house.session("billing_clerk", .billing)
        let engineer = house.session("network_engineer", .deviceOps)
        var refused = 0
        for canary in Self.canaries {
            let value = JSON.string(canary)
            let nested: JSON = [
                "lines": [value], "city": value, "postcode": value, "country": value, canary: value,
            ]
            let odd = vault.session(
                role: RoleName("support_technician") ?? .admin, purpose: .support, caseID: canary,
                reason: canary)
            let email = FieldPath(className: "contact", field: "email")
            let path = FieldPath(className: canary, field: canary)
            let input = SubjectInput(
                ref: canary, language: canary, source: canary,
                records: [
                    RecordInput(className: canary, ref: canary, device: canary, fields: [canary: value])
                ])
            let acts: [() async throws -> Void] = [
                { _ = try await vault.find(path, equals: canary, as: support) },
                {
                    _ = try await vault.find(
                        FieldPath(className: "contact", field: "phone"), equals: canary, as: support)
                },
                { _ = try await vault.find(email, equals: canary, as: odd) },
                {
                    _ = try await vault.find(
                        FieldPath(className: "payment", field: "pan"), equals: canary,
                        as: house.session("security", .fraud))
                },
                { _ = try await vault.show(subject, as: odd) },
                {
                    _ = try await vault.set(
                        contact, [canary: value], revision: 1, idempotencyKey: nil, as: support)
                },
                {
                    _ = try await vault.set(
                        contact, ["email": .array([value])], revision: 1, idempotencyKey: nil, as: support)
                },
                {
                    _ = try await vault.set(
                        contact, ["phone": value], revision: 1, idempotencyKey: nil, as: support)
                },
                {
                    _ = try await vault.set(
                        contact, ["postal": nested], revision: 1, idempotencyKey: nil, as: support)
                },
                {
                    _ = try await vault.set(
                        contact, ["phone": "+359889764802"], revision: 1,
                        idempotencyKey: canary + String(repeating: "k", count: 129), as: support)
                },
                {
                    _ = try await vault.set(
                        contact, ["phone": "+359889764802"], revision: 9, idempotencyKey: nil, as: odd)
                },
                {
                    _ = try await vault.addRecord(
                        RecordInput(className: canary, fields: [canary: value]), to: subject, parent: nil,
                        idempotencyKey: nil, as: engineer)
                },
                {
                    _ = try await vault.addRecord(
                        RecordInput(className: "certificate", fields: ["pem": value]), to: subject,
                        parent: nil, idempotencyKey: nil, as: engineer)
                },
                {
                    _ = try await vault.addRecord(
                        RecordInput(
                            className: "device_access",
                            fields: ["allowed_sources": [value], "protocols": [value]]), to: subject,
                        parent: nil, idempotencyKey: nil, as: engineer)
                },
                { _ = try await vault.add(input, idempotencyKey: nil, as: billing) },
                {
                    _ = try await vault.addStaff(canary + "\n", uid: 65_009, roles: [.admin], as: house.admin)
                },
                { _ = try await vault.preview(canary, for: subject, about: contact, as: support) },
                { _ = try vault.session(token: canary, role: .admin, purpose: .keyAdmin) },
                {
                    _ = try await vault.addRoleKey(
                        canary, role: .admin, notices: false, path: "/nowhere/" + canary, as: house.admin)
                },
                {
                    _ = try await vault.addRoleKey(
                        "job", role: .admin, notices: false, path: "/nowhere/" + canary, as: house.admin)
                },
                {
                    _ = try await Vault.open(
                        "/nowhere/" + canary, custody: .root, storage: .sqlite(activity: "test"),
                        time: house.clock, random: FixedRandom())
                },
                {
                    _ = try await Vault.open(
                        house.path, custody: .role("/nowhere/" + canary), storage: .sqlite(activity: "test"),
                        time: house.clock, random: FixedRandom())
                },
                {
                    _ = try await Vault.create(
                        NewVault(
                            directory: "/nowhere/" + canary, charter: .named(canary), admin: canary,
                            anchor: canary), storage: .sqlite(activity: "test"), time: house.clock,
                        random: FixedRandom())
                },
                {
                    let results = try await vault.importLines(
                        [ImportLine(number: 1, bytes: Array(canary.utf8))], as: house.admin)
                    if case .refused(let error) = results.first { throw error }
                },
                {
                    let line =
                        #"{"ref":"x","language":"bg","source":"order","records":[{"class":"contact","fields":{"email":"QZJXKVWYBD"}}]}"#
                    let results = try await vault.importLines(
                        [ImportLine(number: 1, bytes: Array(line.utf8))], as: house.admin)
                    if case .refused(let error) = results.first { throw error }
                },
            ]
            for (place, act) in acts.enumerated() {
                guard let text = await said(act) else { continue }
                refused += 1
                #expect(!text.lowercased().contains("qzjxk") && !text.contains("KVWYB"), "act \(place)")
                #expect(text.utf8.count < 2000, "act \(place)")
            }
        }
        #expect(refused > 180, "most of these are refusals")
        // Nor does the ledger remember it: denials are written down, inputs are not.
        let rows = try house.bytes("ledger/00001/rows.jsonl")
        #expect(!String(decoding: rows, as: UTF8.self).lowercased().contains("qzjxk"))
        #expect(try await house.findings(vault) == [])
    }

    /// Random bytes that nothing here may depend on.
    private struct FixedRandom: RandomSource {
        func fill(_ buffer: UnsafeMutableRawBufferPointer) {
            for place in 0..<buffer.count { unsafe buffer[place] = UInt8(truncatingIfNeeded: place &* 31) }
        }
    }

    @Test func `sessions' tokens, errors and answers print no secret`() async throws {
        let house = try await TestVault()
        let token = try await house.token(of: house.admin).token
        var dumped = ""
        dump(token, to: &dumped)
        let text = "\(token) \(String(reflecting: token)) \(dumped)"
        #expect(!text.contains(token.secret))
        #expect(!text.contains(String(token.secret.prefix(8))))
    }
}
