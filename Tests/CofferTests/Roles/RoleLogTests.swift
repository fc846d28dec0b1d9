import Coffer
import CofferModel
import CofferTesting
import Testing

/// What a process with a role key wrote counts for everybody, and cannot be made to vanish (B05, NI-05).
@Suite struct RoleLogTests {
    private struct Job {
        let house: TestVault
        let subject: SubjectID
        let files: TemporaryDirectory

        /// A billing job that changed something, closed.
        init() async throws {
            house = try await TestVault()
            subject = try await house.addCustomer()
            let role = try #require(RoleName("billing_clerk"))
            let path = house.directory.file("billing.key")
            _ = try await house.vault.addRoleKey(
                "billing_job", role: role, notices: false, path: path, as: house.admin)
            let payment = try await house.record("payment", of: subject)
            try await house.vault.close()
            let vault = try await house.reopen(.role(path))
            _ = try await vault.set(
                payment, ["invoice_no": "F-1"], revision: 1, idempotencyKey: nil,
                as: house.session("billing_clerk", .billing))
            try await vault.close()
            files = try house.snapshot()
        }
    }

    @Test func `the log of another process, cut, changed or removed, is refused on open`() async throws {
        let job = try await Job()
        let (house, files) = (job.house, job.files)
        let vault = try await house.reopen()
        #expect(try await house.findings(vault) == [])
        try await vault.close()
        let log = house.path + "/ledger/00002"
        for damage in ["rm -rf '\(log)'", "truncate -s 10 '\(log)/rows.jsonl'", "rm '\(log)/rows.jsonl'"] {
            try house.restore(files)
            try shell("sh", "-c", damage)
            #expect(await code { try await house.reopen() } == .integrity, "\(damage)")
        }
        try house.restore(files)
        #expect(await code { try await house.reopen().close() } == nil)
    }

    @Test func `a role key opens no vault but its own, and no more after its box is replaced`() async throws {
        let job = try await Job()
        let other = try await TestVault()
        try await other.vault.close()
        let key = job.house.directory.file("billing.key")
        #expect(await code { try await other.reopen(.role(key)) } == .integrity)
        #expect(
            await code { try await job.house.reopen(.role(job.house.path + "-custody/root.key")) } == .locked)
        #expect(
            await code { try await job.house.reopen(.role(job.house.directory.file("nothing.key"))) }
                == .locked)
        // Readable by others: refused, whatever is in it.
        try shell("chmod", "0644", key)
        #expect(await code { try await job.house.reopen(.role(key)) } == .locked)
        try shell("chmod", "0600", key)
        #expect(await code { try await job.house.reopen(.role(key)).close() } == nil)
    }

    @Test
    func
        `a role process acts in its own role and in no other, whoever runs it`()
        async throws
    {
        let job = try await Job()
        let house = job.house
        let vault = try await house.reopen(.role(house.directory.file("billing.key")))
        let engineer = house.session("network_engineer", .deviceOps)
        #expect(await code { try await vault.show(job.subject, as: engineer) } == .actorUnknown)
        let phone = FieldPath(className: "contact", field: "phone")
        let support = house.session("support_technician", .support)
        #expect(
            await code { try await vault.find(phone, equals: "+359889764801", as: support) } == .actorUnknown)
        let access = RecordInput(className: "device_access", fields: ["secret": "x-canary-secret"])
        let added = await code {
            try await vault.addRecord(access, to: job.subject, parent: nil, idempotencyKey: nil, as: engineer)
        }
        #expect(added == .actorUnknown)
        let staffed = await code {
            try await vault.addStaff("X", uid: 65_011, roles: [.admin], as: house.admin)
        }
        #expect(staffed == .actorUnknown)
        let keyed = await code {
            try await vault.addRoleKey(
                "more", role: .admin, notices: true, path: house.directory.file("more.key"), as: house.admin)
        }
        #expect(keyed == .actorUnknown)
        try await vault.close()
        let root = try await house.reopen()
        #expect(try await house.findings(root) == [])
        try await root.close()
    }
}
