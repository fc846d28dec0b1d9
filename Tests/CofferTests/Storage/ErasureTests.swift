import Coffer
import CofferModel
import CofferTesting
import Testing

/// What was erased stays erased, whatever files come back (B05, NI-09, S2-28).
@Suite struct ErasureTests {
    private struct Erased {
        let house: TestVault
        let subject: SubjectID
        let other: SubjectID
        let before: TemporaryDirectory
        let after: TemporaryDirectory

        var officer: Session { house.session("privacy_officer", .subjectRights, case: "DSR-1") }
        var support: Session { house.session("support_technician", .support) }

        init(_ erase: (TestVault, Vault, SubjectID) async throws -> Void) async throws {
            house = try await TestVault()
            subject = try await house.addCustomer(1)
            other = try await house.addCustomer(2)
            try await house.vault.close()
            before = try house.snapshot()
            let vault = try await house.reopen()
            try await erase(house, vault, subject)
            try await vault.close()
            after = try house.snapshot()
        }

        /// Yesterday's files under today's.
        func putBack(_ names: [String]) throws {
            try house.restore(after)
            for name in names { try house.putBack(name, from: before) }
        }
    }

    private static func whole() async throws -> Erased {
        try await Erased { house, vault, subject in
            let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
            let erasure = try await vault.erase(subject, as: officer)
            #expect(erasure.keysDestroyed > 1)
            #expect(erasure.recordsRemoved == 5)
        }
    }

    @Test(arguments: [[], ["data.db"], ["scopes.db"], ["data.db", "scopes.db"]])
    func `an erased customer stays unreadable when yesterday's databases are put back`(
        _ names: [String]
    ) async throws {
        let erased = try await Self.whole()
        try erased.putBack(names)
        let vault = try await erased.house.reopen()
        let (subject, house) = (erased.subject, erased.house)
        for role in [
            ("support_technician", Purpose.support), ("billing_clerk", .billing),
            ("network_engineer", .deviceOps),
        ] {
            let session = house.session(role.0, role.1)
            #expect(await code { try await vault.show(subject, as: session) } == .notFound)
        }
        let path = FieldPath(className: "contact", field: "email")
        #expect(try await vault.find(path, equals: Customers.email(1), as: erased.support) == [])
        #expect(await code { try await vault.history(of: subject, as: erased.officer) } == .notFound)
        #expect(await code { try await vault.erase(subject, as: erased.officer) } == .notFound)
        let findings = try await house.findings(vault)
        #expect(findings.isEmpty == !names.contains("data.db"))
        for finding in findings {
            guard case .row(let named, _, _, .broughtBack) = finding else {
                Issue.record("\(finding)")
                continue
            }
            #expect(named == subject)
        }
        // The others are served.
        #expect(try await vault.find(path, equals: Customers.email(2), as: erased.support) == [erased.other])
        try await vault.close()
    }

    @Test func `yesterday's whole directory is refused by the anchor`() async throws {
        let erased = try await Self.whole()
        try erased.house.restore(erased.before, ["vault"])
        #expect(await code { try await erased.house.reopen() } == .integrity)
        try erased.house.restore(erased.before, ["vault", "vault-custody"])
        #expect(await code { try await erased.house.reopen() } == .integrity)
    }

    @Test func `an anchor that is missing is said, not shrugged off`() async throws {
        let erased = try await Self.whole()
        try erased.house.restore(erased.before, ["vault", "vault-custody"])
        try shell("rm", "-rf", erased.house.directory.file("anchors"))
        #expect(await code { try await erased.house.reopen() } == .integrity)
    }

    @Test func `the same line imported again is answered as erased`() async throws {
        let erased = try await Self.whole()
        let vault = try await erased.house.reopen()
        let line = ImportLine(number: 1, bytes: Array(Customers.line(1).utf8))
        #expect(
            try await vault.importLines([line], as: erased.house.admin)
                == [.refused(VaultError(.erased, rule: "ref.erased"))])
        try await vault.close()
    }

    @Test func `no file of the vault holds an erased customer's scope keys, wrapped as they were`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer(1)
        try await house.vault.close()
        let id = subject.description.filter { $0 != "-" }
        let keys = try house.sql(
            "scopes.db", "SELECT hex(sealed) FROM scope JOIN key_slot ON id = slot WHERE owner = X'\(id)'")
        let there = Set(keys.compactMap { $0.first }.flatMap { Needles.words(hex: $0) })
        #expect(
            try Needles.search(house.path, for: there).count == there.count, "the search finds them before")
        let vault = try await house.reopen()
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        _ = try await vault.erase(subject, as: officer)
        // While it is still open: the write-ahead log of the keys is empty already.
        let wanted = Set(keys.compactMap { $0.first }.flatMap { Needles.words(hex: $0) })
        #expect(wanted.count >= 40)
        #expect(try Needles.search(house.path, for: wanted) == [:])
        try await vault.close()
        #expect(try Needles.search(house.path, for: wanted) == [:])
    }

    @Test func `one record's erasure takes its own keys and leaves the rest`() async throws {
        let erased = try await Erased { house, vault, subject in
            let engineer = house.session("network_engineer", .deviceOps)
            let view = try await vault.show(subject, as: engineer)
            let access = try #require(view.records.first { $0.className == "device_access" })
            #expect(
                await code { try await vault.remove(access.record, revision: 2, as: engineer) } == .conflict)
            let erasure = try await vault.remove(access.record, revision: 1, as: engineer)
            #expect(erasure.keysDestroyed == 1)
            #expect(
                await code { try await vault.remove(access.record, revision: 1, as: engineer) } == .notFound)
        }
        let (house, subject) = (erased.house, erased.subject)
        let session = house.session("network_engineer", .deviceOps)
        for names in [[], ["data.db"], ["scopes.db"], ["data.db", "scopes.db"]] {
            try erased.putBack(names)
            let vault = try await house.reopen()
            let view = try await vault.show(subject, as: session)
            for record in view.records where record.className == "device_access" {
                #expect(names.contains("data.db"))
                #expect(record.fields["allowed_sources"] == .denied(.destroyed), "\(names)")
                #expect(record.fields["protocols"] == .denied(.destroyed), "\(names)")
            }
            #expect(view.records.contains { $0.className == "device" })
            #expect(try await house.findings(vault).isEmpty == !names.contains("data.db"))
            try await vault.close()
        }
    }
}
