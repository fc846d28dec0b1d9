import Coffer
import CofferModel
import CofferStore
import CofferTesting
import Synchronization
import Testing

/// Kill -9 between any two steps, as the files of that moment put back and opened (NI-09, B05).
@Suite struct KillTests {
    private let support = "support_technician"

    /// Opens the files of one moment: recovery must leave nothing that `verify` names.
    private func recovered(
        _ files: TemporaryDirectory, at moment: Moment, _ house: TestVault
    ) async throws -> Vault {
        try house.restore(files)
        let vault = try await house.reopen()
        let findings = try await house.findings(vault)
        #expect(findings == [], "\(moment.rawValue)")
        return vault
    }

    /// Closes it, and opens it once more: recovery was for good.
    private func settled(_ vault: Vault, at moment: Moment, _ house: TestVault) async throws {
        let findings = try await house.findings(vault)
        #expect(findings == [], "\(moment.rawValue), after its tests")
        try await vault.close()
        let again = try await house.reopen()
        let last = try await house.findings(again)
        #expect(last == [], "\(moment.rawValue), opened again")
        try await again.close()
    }

    private func find(_ number: Int, _ vault: Vault, _ house: TestVault) async throws -> [SubjectID] {
        try await vault.find(
            FieldPath(className: "contact", field: "email"), equals: Customers.email(number),
            as: house.session(support, .support))
    }

    private func line(_ number: Int) -> ImportLine {
        ImportLine(number: number, bytes: Array(Customers.line(number).utf8))
    }

    @Test func `an import killed anywhere is whole or absent, and can be run again`() async throws {
        let house = try await TestVault()
        let first = try await house.addCustomer(1)
        let seen = try await house.vault.show(first, as: house.session(support, .support))
        try await house.vault.close()
        let moments = try await house.moments { vault in
            _ = try await vault.importLines([line(2), line(3)], as: house.admin)
        }
        #expect(moments.map(\.0) == [.scopesGoing, .scopesThere, .dataGoing, .dataThere])
        for (moment, files) in moments {
            let vault = try await recovered(files, at: moment, house)
            let there = moment == .dataThere
            #expect(try await vault.show(first, as: house.session(support, .support)) == seen)
            #expect(try await find(2, vault, house).count == (there ? 1 : 0))
            let again = try await vault.importLines([line(2), line(3)], as: house.admin)
            #expect(again == Array(repeating: there ? .unchanged : .added(records: 5), count: 2))
            #expect(try await find(3, vault, house).count == 1)
            try await settled(vault, at: moment, house)
        }
    }

    @Test func `a change killed anywhere is made or not made, and never half`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let session = house.session(support, .support)
        let view = try await house.vault.show(subject, as: session)
        let contact = try #require(view.records.first { $0.className == "contact" })
        try await house.vault.close()
        let moments = try await house.moments { vault in
            let revision = try await vault.set(
                contact.record, ["email": "canary.new@example.com"], revision: 1, idempotencyKey: nil,
                as: session)
            #expect(revision == 2)
        }
        #expect(moments.map(\.0) == [.dataGoing, .dataThere])
        for (moment, files) in moments {
            let vault = try await recovered(files, at: moment, house)
            let there = moment == .dataThere
            let path = FieldPath(className: "contact", field: "email")
            let hits = try await vault.find(path, equals: "canary.new@example.com", as: session)
            #expect(hits == (there ? [subject] : []))
            #expect(try await find(1, vault, house) == (there ? [] : [subject]))
            let revision: UInt64 = there ? 2 : 1
            #expect(
                try await vault.set(
                    contact.record, ["phone": "+359887766554"], revision: revision, idempotencyKey: nil,
                    as: session) == revision + 1)
            try await settled(vault, at: moment, house)
        }
    }

    @Test func `a record added and killed anywhere is there or not, with a scope of its own`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        let session = house.session("network_engineer", .deviceOps)
        try await house.vault.close()
        let input = RecordInput(
            className: "device_access",
            fields: ["secret": "canary-second-secret", "username": "second", "protocols": ["ssh"]])
        let moments = try await house.moments { vault in
            _ = try await vault.addRecord(input, to: subject, parent: nil, idempotencyKey: "k", as: session)
        }
        #expect(moments.count >= 4)
        for (moment, files) in moments {
            let vault = try await recovered(files, at: moment, house)
            // The caller never heard: he asks again with his key.
            _ = try await vault.addRecord(input, to: subject, parent: nil, idempotencyKey: "k", as: session)
            let view = try await vault.show(subject, as: session)
            #expect(view.records.filter { $0.className == "device_access" }.count == 2, "\(moment.rawValue)")
            try await settled(vault, at: moment, house)
        }
    }

    @Test func `an erasure killed anywhere is finished or never was, and can be asked for again`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let other = try await house.addCustomer(2)
        let seen = try await house.vault.show(other, as: house.session(support, .support))
        try await house.vault.close()
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        let moments = try await house.moments { _ = try await $0.erase(subject, as: officer) }
        #expect(
            moments.map(\.0) == [.keysGoing, .keysGone, .dataGoing, .dataThere, .marksGoing, .marksGone])
        for (moment, files) in moments {
            let vault = try await recovered(files, at: moment, house)
            let session = house.session(support, .support)
            #expect(try await vault.show(other, as: session) == seen)
            let answer = await code { try await vault.show(subject, as: session) }
            #expect(answer == (moment == .keysGoing ? nil : .notFound), "\(moment.rawValue)")
            if moment == .keysGoing {
                #expect(try await find(1, vault, house) == [subject])
                _ = try await vault.erase(subject, as: officer)
            }
            #expect(try await find(1, vault, house) == [])
            #expect(await code { try await vault.erase(subject, as: officer) } == .notFound)
            let again = try await vault.importLines([line(1)], as: house.admin)
            #expect(again == [.refused(VaultError(.erased, rule: "ref.erased"))], "\(moment.rawValue)")
            try await settled(vault, at: moment, house)
        }
    }

    @Test func `the erasure of one record killed anywhere leaves the others`() async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        let engineer = house.session("network_engineer", .deviceOps)
        let view = try await house.vault.show(subject, as: engineer)
        let access = try #require(view.records.first { $0.className == "device_access" })
        try await house.vault.close()
        let moments = try await house.moments {
            _ = try await $0.remove(access.record, revision: 1, as: engineer)
        }
        #expect(moments.count == 6)
        for (moment, files) in moments {
            let vault = try await recovered(files, at: moment, house)
            let now = try await vault.show(subject, as: engineer)
            let left = view.records.filter { $0.className != "device_access" || moment == .keysGoing }
            #expect(now.records.map(\.record) == left.map(\.record), "\(moment.rawValue)")
            try await settled(vault, at: moment, house)
        }
    }

    @Test func `a manifest killed between file, ledger row and rename is finished or dropped`() async throws {
        let house = try await TestVault()
        _ = try await house.addCustomer()
        try await house.vault.close()
        let before = try house.snapshot()
        let vault = try await house.reopen()
        _ = try await vault.addStaff("Second", uid: 65_001, roles: TestVault.roles, as: house.admin)
        try await vault.close()
        let after = try house.snapshot()
        func open(_ count: Int) async throws {
            let vault = try await house.reopen()
            #expect(try await vault.staffDirectory(as: house.admin).count == count)
            #expect(try await house.findings(vault) == [])
            try await vault.close()
            #expect(throws: (any Error).self) { try house.bytes("keyring.new") }
        }
        // The next edition is written, the ledger does not know it.
        try house.restore(before)
        try shell("cp", after.path + "/vault/keyring", house.path + "/keyring.new")
        try await open(1)
        // Half of it.
        try house.restore(before)
        try house.write(Array(try house.bytes("keyring").prefix(1000)), to: "keyring.new")
        try await open(1)
        // The ledger names it, the rename is missing.
        try house.restore(after)
        try shell("mv", house.path + "/keyring", house.path + "/keyring.new")
        try shell("cp", before.path + "/vault/keyring", house.path + "/keyring")
        try house.restore(before, ["vault-custody"])
        try await open(2)
        // Renamed, and only the custody record is old.
        try house.restore(after)
        try house.restore(before, ["vault-custody"])
        try await open(2)
    }

    @Test(arguments: [Moment.scopesGoing, .scopesThere, .dataGoing])
    func `a store that fails with a known outcome leaves nothing, and the vault goes on`(
        _ moment: Moment
    ) async throws {
        let house = try await TestVault()
        _ = try await house.addCustomer(1)
        try await house.vault.close()
        let failing = Mutex(true)
        let storage = Storage.watched { (now) throws(StoreError) in
            if now == moment, failing.withLock({ $0 }) { throw .full }
        }
        let vault = try await house.reopen(.root, storage)
        #expect(await code { try await vault.importLines([line(2)], as: house.admin) } == .unavailable)
        #expect(try await house.findings(vault) == [])
        failing.withLock { $0 = false }
        #expect(try await vault.importLines([line(2)], as: house.admin) == [.added(records: 5)])
        #expect(try await house.findings(vault) == [])
        try await vault.close()
    }

    @Test func `an unknown outcome stops the vault, and opening finds out`() async throws {
        let house = try await TestVault()
        try await house.vault.close()
        do {
            let vault = try await house.reopen(
                .root,
                .watched { (now) throws(StoreError) in if now == .dataThere { throw .unknown } })
            #expect(await code { try await vault.importLines([line(2)], as: house.admin) } == .unknown)
            #expect(await code { try await vault.importLines([line(3)], as: house.admin) } == .halted)
            try await vault.close()
        }
        let vault = try await house.reopen()
        #expect(try await find(2, vault, house).count == 1)
        #expect(try await vault.importLines([line(2)], as: house.admin) == [.unchanged])
        #expect(try await house.findings(vault) == [])
    }
}
