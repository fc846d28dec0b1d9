import Coffer
import CofferModel
import CofferTesting
import Glibc
import Testing

/// An insider gets what the charter grants, and every refusal stands under his name (architecture.md §2).
@Suite struct InsiderTests {
    private let email = FieldPath(className: "contact", field: "email")

    @Test func `every refusal by rule leaves a row under his name`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let contact = try await house.record("contact", of: subject)
        let actor = try #require(house.vault.whoami(house.admin)?.actor)
        let vault = house.vault
        let cases: [(String, Purpose, Form?, Code)] = [
            ("support_technician", .billing, nil, .roleDenied),
            ("support_technician", .support, .clear, .roleDenied),
            ("auditor", .audit, nil, .noPurpose),
            ("security", .fraud, nil, .noPurpose),
            ("network_engineer", .deviceOps, nil, .roleDenied),
            ("legal", .legalDuty, nil, .roleDenied),  // he does not have that role
            ("recruiter", .support, nil, .roleDenied),
            ("support_technician", .marketingOwn, nil, .noPurpose),
        ]
        for (role, purpose, form, expected) in cases {
            var answer: Answer.Result?
            let ask = FieldAsk(subject: subject, record: contact, path: email, form: form)
            let session = house.session(role, purpose)
            let rows = try await house.rows {
                answer = try await vault.read([ask], as: session).first?.result
            }
            #expect(answer == .denied(expected), "\(role) \(purpose)")
            #expect(rows.count == 1)
            #expect(house.holds(rows, expected, by: actor), "\(role) \(purpose)")
        }
    }

    @Test func `a disabled member of staff gets nothing, and is named each time`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let contact = try await house.record("contact", of: subject)
        let vault = house.vault
        // The person under this uid stops being active, by a second administrator's hand.
        try await house.addSecond()
        let actor = try #require(vault.whoami(house.admin)?.actor)
        _ = try await vault.disableStaff(actor, as: house.admin)
        let session = house.session("support_technician", .support)
        let ask = FieldAsk(subject: subject, record: contact, path: email)
        let acts: [(String, () async throws -> Void)] = [
            (
                "read",
                {
                    let answers = try await vault.read([ask], as: session)
                    #expect(answers.first?.result == .denied(.actorUnknown))
                }
            ),
            ("show", { #expect(await code { try await vault.show(subject, as: session) } == .actorUnknown) }),
            (
                "find",
                {
                    #expect(
                        await code { try await vault.find(email, equals: "a@b.example", as: session) }
                            == .actorUnknown)
                }
            ),
            (
                "history",
                { #expect(await code { try await vault.history(of: subject, as: session) } == .actorUnknown) }
            ),
            (
                "erase",
                { #expect(await code { try await vault.erase(subject, as: session) } == .actorUnknown) }
            ),
            (
                "remove",
                {
                    #expect(
                        await code { try await vault.remove(contact, revision: 1, as: session) }
                            == .actorUnknown)
                }
            ),
            (
                "set",
                {
                    #expect(
                        await code {
                            try await vault.set(
                                contact, ["email": "a@b.example"], revision: 1, idempotencyKey: nil,
                                as: session)
                        } == .actorUnknown)
                }
            ),
            (
                "verify",
                { #expect(await code { try await vault.verify(as: house.admin) { _ in } } == .actorUnknown) }
            ),
            (
                "staff",
                { #expect(await code { try await vault.staffDirectory(as: house.admin) } == .actorUnknown) }
            ),
            (
                "keys",
                { #expect(await code { try await vault.keyInventory(as: house.admin) } == .actorUnknown) }
            ),
        ]
        for (name, act) in acts {
            let rows = try await house.rows(during: act)
            #expect(house.holds(rows, .actorUnknown, by: actor), "\(name)")
        }
    }

    @Test func `giving a role takes two administrators, and the attempt is on the ledger`() async throws {
        let house = try await TestVault()
        let vault = house.vault
        try await house.addSecond()
        let actor = vault.whoami(house.admin)?.actor
        let rows = try await house.rows {
            let answer = await code {
                try await vault.addStaff(
                    "Third", uid: 65_003, roles: [.admin], as: house.admin.approved(by: house.admin))
            }
            #expect(answer == .approvalMissing)
        }
        #expect(house.holds(rows, .approvalMissing, by: actor))
        #expect(
            try await vault.addStaff("Third", uid: 65_003, roles: [.admin], as: house.admin).line == nil)
        #expect(try await vault.staffDirectory(as: house.admin).count == 2)
    }

    @Test func `one denied field does not fail the others`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let contact = try await house.record("contact", of: subject)
        let device = try await house.record("device", of: subject)
        let asks = [
            FieldAsk(subject: subject, record: contact, path: email, form: .clear),
            FieldAsk(subject: subject, record: device, path: FieldPath(className: "device", field: "model")),
            FieldAsk(subject: subject, record: device, path: email),
            FieldAsk(
                subject: subject, record: contact, path: FieldPath(className: "contact", field: "nothing")),
            FieldAsk(subject: subject, record: contact, path: email),
        ]
        let answers = try await house.vault.read(asks, as: house.session("support_technician", .support))
        #expect(answers.map(\.ask) == [0, 1, 2, 3, 4])
        #expect(answers[0].result == .denied(.roleDenied))
        #expect(answers[1].result == .value(.clear, "EX2300"))
        #expect(answers[2].result == .denied(.notFound))
        #expect(answers[3].result == .denied(.fieldNotInClass))
        #expect(answers[4].result == .value(.masked, "c***@***.com"))
    }

    @Test func `foreign, erased and missing are one answer, through every door`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let erased = try await house.addCustomer(2)
        let contact = try await house.record("contact", of: subject)
        let gone = try await house.record("contact", of: erased)
        let vault = house.vault
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        _ = try await vault.erase(erased, as: officer)
        let session = house.session("support_technician", .support)
        let nobody = SubjectID(bits: 42)
        let nothing = RecordID(bits: 42)
        for (id, record) in [
            (erased, gone), (nobody, nothing), (subject, nothing), (subject, gone), (nobody, contact),
            (erased, contact),
        ] {
            let ask = FieldAsk(subject: id, record: record, path: email)
            var rows = try await house.rows {
                let answers = try await vault.read([ask], as: session)
                #expect(answers.map(\.result) == [.denied(.notFound)])
            }
            #expect(rows.count == 1)
            if id != subject {
                rows = try await house.rows {
                    #expect(await code { try await vault.show(id, as: session) } == .notFound)
                    #expect(await code { try await vault.history(of: id, as: officer) } == .notFound)
                    #expect(await code { try await vault.erase(id, as: officer) } == .notFound)
                    #expect(
                        await code {
                            try await vault.addRecord(
                                RecordInput(className: "contact", fields: ["email": "a@b.example"]), to: id,
                                parent: nil, idempotencyKey: nil, as: session)
                        } == .notFound)
                }
                #expect(rows.count == 4)
            }
            if record != contact {
                rows = try await house.rows {
                    #expect(
                        await code {
                            try await vault.set(
                                record, ["email": "a@b.example"], revision: 1, idempotencyKey: nil,
                                as: session)
                        } == .notFound)
                    #expect(
                        await code { try await vault.remove(record, revision: 1, as: officer) } == .notFound)
                }
                #expect(rows.count == 2)
            }
        }
    }
}
