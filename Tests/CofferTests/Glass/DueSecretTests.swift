import Coffer
import CofferModel
import CofferTesting
import Testing

/// What is to be changed is known, and nothing is opened for it (B33).
@Suite struct DueSecretTests {
    private let house: TestVault
    private let engineer: Session
    private static let secret = FieldPath(className: "device_access", field: "secret")

    init() async throws {
        house = try await TestVault()
        engineer = house.session("network_engineer", .deviceOps, case: "NET-1", reason: "break_glass")
    }

    private func due(after subject: SubjectID? = nil, _ vault: Vault? = nil) async throws -> DueSecrets {
        try await (vault ?? house.vault).dueSecrets(after: subject, as: engineer)
    }

    private func write(_ record: RecordID, _ fields: [String: JSON], at revision: UInt64) async throws {
        _ = try await house.vault.set(record, fields, revision: revision, idempotencyKey: nil, as: engineer)
    }

    /// Somebody sees the secret.
    private func see(_ record: RecordID) async throws {
        var passphrase = Array("correct horse battery".utf8)
        try await house.vault.enrolLogin(
            house.directory.file("login"), passphrase: &passphrase, as: house.admin)
        passphrase = Array("correct horse battery".utf8)
        _ = try await house.vault.login(
            house.directory.file("login"), passphrase: &passphrase, as: house.admin)
        let roles = ["privacy_officer"].compactMap { RoleName($0) }
        _ = try await house.vault.addStaff("Officer", uid: TestVault.second, roles: roles, as: house.admin)
        let officer = try house.peer(TestVault.second, "privacy_officer", .subjectRights)
        _ = try await house.vault.acknowledge(as: officer)
        let request = try await house.vault.askToBreakGlass(record, [Self.secret], as: engineer)
        try await house.vault.approveGlass(request.id, as: officer)
        _ = try await house.vault.breakGlass(request.id, of: record, as: engineer)
    }

    @Test
    func
        `a secret is due when it is older than the charter lets it be, whatever else of its record is young`()
        async throws
    {
        let subject = try await house.addCustomer()
        let record = try await house.record("device_access", of: subject)
        let device = try await house.record("device", of: subject)
        let written = house.clock.now()
        house.clock.advance(seconds: 300 * 86_400)
        try await write(record, ["protocols": ["ssh"]], at: 1)
        house.clock.advance(seconds: 64 * 86_400)
        #expect(try await due().secrets == [])
        house.clock.advance(seconds: 86_400)
        var found = DueSecrets(secrets: [], next: nil)
        let rows = try await house.rows(during: { found = try await due() })
        let one = try #require(found.secrets.first)
        #expect(found.secrets.count == 1 && found.next == nil)
        #expect((one.subject, one.device, one.record) == (subject, device, record))
        #expect((one.field, one.reason, one.since) == (Self.secret, .age, written))
        #expect(one.by == Timestamp("2027-11-21T09:00:00.000Z"))
        #expect(rows.map { $0["action"] } == ["rotation"] && rows.map { $0["noted"] } == ["secrets.listed"])
        #expect(rows.first?["subject"] != nil && rows.first?["cells"] == nil)
        try await write(record, ["secret": "another-canary-9"], at: 2)
        #expect(try await due().secrets == [])
    }

    @Test func `what somebody saw is due until it is written anew, also after the vault was opened again`()
        async throws
    {
        let subject = try await house.addCustomer()
        let record = try await house.record("device_access", of: subject)
        try await see(record)
        let by = house.clock.now().adding(seconds: 86_400)
        #expect(try await due().secrets.map(\.reason) == [.seen])
        #expect(try await due().secrets.map(\.by) == [by])
        try await write(record, ["protocols": ["ssh"]], at: 1)
        try await house.vault.close()
        let vault = try await house.reopen()
        let again = try await due(vault)
        #expect(again.secrets.map(\.reason) == [.seen] && again.secrets.map(\.by) == [by])
        _ = try await vault.set(
            record, ["secret": "another-canary-9"], revision: 2, idempotencyKey: nil, as: engineer)
        #expect(try await due(vault).secrets == [])
        try await vault.close()
    }

    private func due(_ vault: Vault) async throws -> DueSecrets { try await due(after: nil, vault) }

    @Test func `a secret past its time and a record that is gone are nobody's to change`() async throws {
        let subject = try await house.addCustomer(1)
        let other = try await house.addCustomer(2)
        house.clock.advance(seconds: 366 * 86_400)
        #expect(Set(try await due().secrets.map(\.subject)) == [subject, other])
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        let record = try await house.record("device_access", of: subject)
        try await house.vault.note(
            .event(.decommissioned, service: nil, record: record, at: nil, until: nil), about: subject,
            as: officer)
        #expect(try await due().secrets.map(\.subject) == [other])
        _ = try await house.vault.erase(other, as: officer)
        #expect(try await due().secrets == [])
    }

    @Test func `the list goes on after a customer, spends the budget, and is for who may`() async throws {
        let subjects = [try await house.addCustomer(1), try await house.addCustomer(2)].sorted()
        house.clock.advance(seconds: 366 * 86_400)
        #expect(try await due(after: subjects[0]).secrets.map(\.subject) == [subjects[1]])
        #expect(try await due(after: subjects[1]).secrets == [])
        for session in [house.admin, house.session("support_technician", .support)] {
            #expect(await code { try await house.vault.dueSecrets(after: nil, as: session) } == .roleDenied)
        }
        let budget = house.vault.whoami(engineer)
        #expect(budget != nil)
    }
}
