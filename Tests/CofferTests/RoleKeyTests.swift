import Coffer
import CofferModel
import CofferTesting
import Glibc
import Testing

@Suite struct RoleKeyTests {
    @Test func `B05 a process with a role key answers what its role may see and cannot open the rest`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let role = try #require(RoleName("billing_clerk"))
        let path = house.directory.file("billing.key")
        let keys = try await house.vault.addRoleKey(
            "billing_job", role: role, notices: false, path: path, as: house.admin)
        #expect(keys > 10)
        let asBilling = try await house.vault.show(subject, as: house.session("billing_clerk", .billing))
        try await house.vault.close()

        let job = try await TestVault(reopening: house, custody: .role(path))
        #expect(try await job.vault.show(subject, as: job.session("billing_clerk", .billing)) == asBilling)
        // In another role it is nobody, and its keys would not reach that far either.
        await #expect(throws: VaultError(.actorUnknown)) {
            try await job.vault.show(subject, as: job.session("network_engineer", .deviceOps))
        }
        try await job.vault.close()

        // The root process still reads everything, and knows what the other process's ledger says.
        let root = try await TestVault(reopening: job)
        let again = try await root.vault.show(subject, as: root.session("network_engineer", .deviceOps))
        #expect(again.records.contains { record in record.fields["hostname"] != .denied(.locked) })
        let report = try await root.vault.verify(as: root.admin) { _ in }
        #expect(report.findings == [])
    }
}
