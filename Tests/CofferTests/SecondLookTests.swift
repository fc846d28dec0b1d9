import Coffer
import CofferCrypto
import CofferModel
import CofferSQLite
import CofferTesting
import Foundation
import Testing

/// What a second look at the first version found, each as it was found.
@Suite struct SecondLookTests {
    private let email = FieldPath(className: "contact", field: "email")

    @Test func `P-13 a new vault never writes over a root key that lies beside it`() async throws {
        let house = try await TestVault()
        try await house.vault.close()
        try FileManager.default.removeItem(atPath: house.path)
        let record = try Data(contentsOf: URL(fileURLWithPath: house.path + "-custody/custody.json"))
        let new = NewVault(
            directory: house.path, charter: .named("network-admin"), admin: "Test",
            anchor: house.directory.path + "/anchors")
        let made = await code {
            try await Vault.create(
                new, storage: .sqlite(activity: "test"), time: house.clock, random: SystemRandom())
        }
        #expect(made == .conflict)
        #expect(!FileManager.default.fileExists(atPath: house.path))
        #expect(try Data(contentsOf: URL(fileURLWithPath: house.path + "-custody/custody.json")) == record)
    }

    @Test func `a process given its role key again goes on in the same log`() async throws {
        let house = try await TestVault()
        _ = try await house.addCustomer()
        let role = try #require(RoleName("billing_clerk"))
        let path = house.directory.file("billing.key")
        _ = try await house.vault.addRoleKey(
            "billing_job", role: role, notices: false, path: path, as: house.admin)
        try await house.vault.close()
        try await house.reopen(.role(path)).close()
        let root = try await house.reopen()
        _ = try await root.addRoleKey(
            "billing_job", role: role, notices: false, path: path, as: house.admin)
        try await root.close()
        try await house.reopen(.role(path)).close()
        let again = try await house.reopen()
        #expect(try await house.findings(again) == [])
        try await again.close()
    }

    @Test func `a write does not make somebody else's change the ledger's own`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let session = house.session("support_technician", .support)
        let contact = try await house.record("contact", of: subject)
        try await house.vault.close()
        let old = try house.snapshot()
        let vault = try await house.reopen()
        _ = try await vault.set(
            contact, ["email": "canary.moved@example.com"], revision: 1, idempotencyKey: nil, as: session)
        try await vault.close()
        let mine = "WHERE record = X'\(contact.description.filter { $0 != "-" })'"
        try house.sql(
            "data.db",
            """
            ATTACH '\(old.path)/vault/data.db' AS old;
            UPDATE record SET packed = (SELECT packed FROM old.record \(mine)) \(mine);
            DELETE FROM token \(mine); INSERT INTO token SELECT * FROM old.token \(mine)
            """)
        let again = try await house.reopen()
        let written = await code {
            try await again.set(
                contact, ["phone": "+359889764811"], revision: 2, idempotencyKey: nil, as: session)
        }
        #expect(written == .integrity)
        #expect(try await !house.findings(again).isEmpty)
    }

    @Test func `an erasure whose rows could not be removed halts the vault, and is finished on open`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        try await house.vault.close()
        try house.sql(
            "data.db", "CREATE TRIGGER full BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'x'); END")
        let vault = try await house.reopen()
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        #expect(await code { try await vault.erase(subject, as: officer) } != nil)
        #expect(vault.haltedReason != nil)
        let line = ImportLine(number: 1, bytes: Array(Customers.line(2).utf8))
        #expect(await code { try await vault.importLines([line], as: house.admin) } == .halted)
        try await vault.close()
        try house.sql("data.db", "DROP TRIGGER full")
        let next = try await house.reopen()
        #expect(try await house.findings(next) == [])
        #expect(await code { try await next.erase(subject, as: officer) } == .notFound)
    }

    @Test func `one of two administrators cannot end the other's rights, nor give a role key, alone`()
        async throws
    {
        let house = try await TestVault()
        let other = try #require(house.vault.whoami(try await house.addSecond()))
        #expect(try await house.vault.disableStaff(other.actor, as: house.admin).line == nil)
        #expect(try await house.vault.staffDirectory(as: house.admin).allSatisfy(\.active))
        let keyed = await code {
            try await house.vault.addRoleKey(
                "job", role: TestVault.roles[1], notices: true, path: house.directory.file("x.key"),
                as: house.admin)
        }
        #expect(keyed == .approvalMissing)
    }

    @Test func `a token makes no token, no second factor and no member of staff`() async throws {
        let house = try await TestVault()
        let (token, service) = try await house.token(of: house.admin)
        let guest = try house.vault.session(
            peer: service, token: token.secret, role: .admin, purpose: .keyAdmin, caseID: nil, reason: nil)
        #expect(await code { try await house.vault.token(for: service.uid, as: guest) } == .actorUnknown)
        #expect(await code { try house.vault.challenge(as: guest) } == .actorUnknown)
        var phrase = Array("somebody else's phrase".utf8)
        let enrolled = await code {
            try await house.vault.enrolLogin(house.directory.file("two.key"), passphrase: &phrase, as: guest)
        }
        #expect(enrolled == .actorUnknown)
        #expect(
            await code { try await house.vault.addStaff("X", uid: 65_003, roles: [.admin], as: guest) }
                == .actorUnknown)
    }

    @Test func `a stranger learns neither class nor existence, and his role is not written down`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let contact = try await house.record("contact", of: subject)
        let stranger = house.session("nobody_at_all", .analytics)
        let rows = try await house.rows {
            for field in ["email", "pan"] {
                let answer = await code {
                    try await house.vault.set(
                        contact, [field: "x"], revision: 1, idempotencyKey: nil, as: stranger)
                }
                #expect(answer == .roleDenied)
            }
            #expect(await code { try await house.vault.erase(subject, as: stranger) } == .roleDenied)
            #expect(
                await code { try await house.vault.erase(SubjectID(bits: 5), as: stranger) } == .roleDenied)
        }
        #expect(rows.count == 4)
        #expect(rows.allSatisfy { $0["role"] == nil })
    }

    @Test func `a remembered answer is given only to who may still ask, and leaves a row`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let engineer = house.session("network_engineer", .deviceOps)
        let one = RecordInput(className: "device_access", fields: ["username": "one"])
        let made = try await house.vault.addRecord(
            one, to: subject, parent: nil, idempotencyKey: "a", as: engineer)
        let stranger = house.session("nobody_at_all", .analytics)
        let rows = try await house.rows {
            let refused = await code {
                try await house.vault.addRecord(
                    one, to: subject, parent: nil, idempotencyKey: "a", as: stranger)
            }
            #expect(refused == .roleDenied)
            let again = try await house.vault.addRecord(
                one, to: subject, parent: nil, idempotencyKey: "a", as: engineer)
            #expect(again == made)
        }
        #expect(rows.count == 2)
    }

    @Test func `a process destroys no key that it does not hold`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let path = house.directory.file("job.key")
        _ = try await house.vault.addRoleKey(
            "job", role: try #require(RoleName("privacy_officer")), notices: false, path: path,
            as: house.admin)
        try await house.vault.close()
        let job = try await house.reopen(.role(path))
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        let erased = await code { try await job.erase(subject, as: officer) }
        #expect(erased == nil || erased == .locked)
        try await job.close()
        let root = try await house.reopen()
        #expect(try await house.findings(root) == [])
    }

    @Test func `S0-14 the ledger says whose roles were changed, to what, and by whom`() async throws {
        let house = try await TestVault()
        let me = try #require(house.vault.whoami(house.admin))
        let rows = try await house.rows {
            let other = try #require(
                try await house.vault.addStaff(
                    "Second", uid: 65_002, roles: [TestVault.roles[0]], as: house.admin
                ).line)
            _ = try await house.vault.disableStaff(other.actor, as: house.admin)
            _ = try await house.vault.acknowledge(as: house.admin)
        }
        let staff = rows.filter { $0["action"] == "staff" }
        #expect(staff.count == 2)
        #expect(staff.first?["roles"] == [.string(TestVault.roles[0].description)])
        #expect(staff.last?["roles"] == nil)
        #expect(staff.allSatisfy { $0["person"] != nil && $0["actor"] == .string(me.actor.description) })
        #expect(Set(staff.map { $0["person"] }).count == 1)
    }

    @Test func `an erased customer does not come back when his reference is removed from the store`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        _ = try await house.vault.erase(subject, as: officer)
        try await house.vault.close()
        try house.sql("data.db", "DELETE FROM import_reference")
        let vault = try await house.reopen()
        let line = ImportLine(number: 1, bytes: Array(Customers.line(1).utf8))
        let results = try await vault.importLines([line], as: house.admin)
        guard case .refused(let error) = results[0] else { throw Unexpected(what: "\(results)") }
        #expect(error.code == .integrity)
        #expect(try await !house.findings(vault).isEmpty)
    }
}
