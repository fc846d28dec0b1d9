import Coffer
import CofferModel
import CofferTesting
import Testing

/// What enters a device is seen by nobody alone: asked for with a reason, approved by somebody else, once and soon
/// (requirements §3.4, B33, B34).
@Suite struct GlassTests {
    private static let secret = FieldPath(className: "device_access", field: "secret")
    private static let value = Answer.Result.value(.clear, "canary-s3cret-1-zz")

    private struct Stage {
        let house: TestVault
        let subject: SubjectID
        let access: RecordID

        var vault: Vault { house.vault }

        init() async throws {
            house = try await TestVault()
            subject = try await house.addCustomer()
            access = try await house.record("device_access", of: subject)
            var passphrase = Array("correct horse battery".utf8)
            try await house.vault.enrolLogin(
                house.directory.file("login"), passphrase: &passphrase, as: house.admin)
            try await login()
        }

        func login() async throws {
            var passphrase = Array("correct horse battery".utf8)
            _ = try await house.vault.login(
                house.directory.file("login"), passphrase: &passphrase, as: house.admin)
        }

        func engineer(case caseID: String? = "NET-1", reason: String? = "break_glass") -> Session {
            house.session("network_engineer", .deviceOps, case: caseID, reason: reason)
        }

        /// Enters somebody else whose approval counts.
        @discardableResult
        func addOfficer() async throws -> Session {
            let roles = ["privacy_officer", "network_engineer"].compactMap { RoleName($0) }
            _ = try await vault.addStaff("Officer", uid: TestVault.second, roles: roles, as: house.admin)
            let officer = try house.peer(TestVault.second, "privacy_officer", .subjectRights)
            _ = try await vault.acknowledge(as: officer)
            return officer
        }

        func ask(_ session: Session? = nil) async throws -> GlassRequest {
            try await vault.askToBreakGlass(access, [GlassTests.secret], as: session ?? engineer())
        }

        func open(_ request: GlassRequest, of record: RecordID? = nil) async throws -> SubjectView {
            try await vault.breakGlass(request.id, of: record ?? access, as: engineer())
        }
    }

    @Test func `a credential is seen once, after somebody else approved, and the ledger says so loudly`()
        async throws
    {
        let stage = try await Stage()
        let officer = try await stage.addOfficer()
        let ask = FieldAsk(
            subject: stage.subject, record: stage.access, path: Self.secret, form: .clear)
        let alone = try await stage.vault.read([ask], as: stage.engineer())
        #expect(alone.map(\.result) == [.denied(.approvalMissing)])
        var view: SubjectView?
        var number: ProposalID?
        let rows = try await stage.house.rows {
            let request = try await stage.ask()
            number = request.id
            #expect(!request.isApproved && request.fields == [Self.secret] && request.caseID == "NET-1")
            #expect(await code { try await stage.open(request) } == .approvalMissing)
            #expect(try await stage.vault.glassRequests(as: officer) == [request])
            let approved = try await stage.vault.approveGlass(request.id, as: officer)
            #expect(approved.isApproved)
            view = try await stage.open(request)
            #expect(await code { try await stage.open(request) } == .notFound)
        }
        #expect(view?.records.map(\.fields) == [["secret": Self.value]])
        let noted = rows.filter { $0["noted"] != nil }
        #expect(
            noted.map { $0["noted"]?.string } == [
                "break_glass.asked", "break_glass.approved", "break_glass.opened",
            ])
        #expect(Set(noted.map { $0["proposal"]?.string }) == [number?.description])
        let opened = try #require(noted.last)
        let first = stage.vault.whoami(stage.house.admin)?.actor
        #expect(opened["actor"]?.string == first?.description)
        #expect(opened["approver"]?.string == stage.vault.whoami(officer)?.actor.description)
        #expect(opened["due"]?.string == stage.house.clock.now().adding(seconds: 86_400).description)
        #expect(opened["case"] == "NET-1" && opened["reason"] == "break_glass")
        let text = rows.map { String(decoding: $0.canonical, as: UTF8.self) }.joined()
        #expect(!text.contains("canary-s3cret"))
        #expect(try await stage.house.findings(stage.vault) == [])
    }

    @Test func `nobody approves what he asked for himself, nor in a role whose approval counts for nothing`()
        async throws
    {
        let stage = try await Stage()
        let officer = try await stage.addOfficer()
        let request = try await stage.ask()
        let own = stage.house.session("privacy_officer", .subjectRights)
        let rows = try await stage.house.rows {
            #expect(
                await code { try await stage.vault.approveGlass(request.id, as: own) } == .approvalMissing)
        }
        #expect(rows.last?["code"] == "approval_missing" && rows.last?["proposal"]?.string != nil)
        let other = try stage.house.peer(TestVault.second, "network_engineer", .deviceOps)
        #expect(await code { try await stage.vault.approveGlass(request.id, as: other) } == .roleDenied)
        #expect(await code { try await stage.open(request) } == .approvalMissing)
        try await stage.vault.approveGlass(request.id, as: officer)
        // Approved once is approved.
        #expect(await code { try await stage.vault.approveGlass(request.id, as: officer) } == .notFound)
        #expect(try await stage.open(request).records.first?.fields["secret"] == Self.value)
    }

    @Test func `it is asked for on a case, with a reason, by who may, and after his second factor`()
        async throws
    {
        let stage = try await Stage()
        try await stage.addOfficer()
        let refused: [(Session, Code)] = [
            (stage.engineer(case: nil), .noCase), (stage.engineer(reason: nil), .noReason),
            (
                stage.house.session("support_technician", .support, case: "NET-1", reason: "break_glass"),
                .noPurpose
            ),
            (
                stage.house.session("billing_clerk", .deviceOps, case: "NET-1", reason: "break_glass"),
                .roleDenied
            ),
        ]
        for (session, expected) in refused {
            let rows = try await stage.house.rows {
                #expect(await code { try await stage.ask(session) } == expected)
            }
            #expect(rows.count == 1 && rows.first?["noted"] == nil)
        }
        stage.house.clock.advance(seconds: 15 * 60 + 1)
        #expect(await code { try await stage.ask() } == .noMFA)
        #expect(try await stage.vault.glassRequests(as: stage.engineer()) == [])
    }

    @Test func `where nobody else could approve, nothing is asked for`() async throws {
        let stage = try await Stage()
        #expect(await code { try await stage.ask() } == .approvalMissing)
    }

    @Test func `what needs no approval is not asked for, nor fields of two classes or that the record lacks`()
        async throws
    {
        let stage = try await Stage()
        try await stage.addOfficer()
        func refusal(_ names: [String]) async -> VaultError? {
            do {
                _ = try await stage.vault.askToBreakGlass(
                    stage.access, names.compactMap { FieldPath($0) }, as: stage.engineer())
                return nil
            } catch { return error }
        }
        #expect(await refusal(["device_access.protocols"])?.rule == "glass.not_needed")
        #expect(await refusal([])?.rule == "glass.fields")
        #expect(await refusal(["device_access.secret", "device.model"])?.rule == "glass.fields")
        #expect(await refusal(["device_access.enable_secret"])?.code == .notFound)
    }

    @Test func `a request is over after fifteen minutes, and so is an approval`() async throws {
        let stage = try await Stage()
        let officer = try await stage.addOfficer()
        let late = try await stage.ask()
        stage.house.clock.advance(seconds: 15 * 60)
        #expect(await code { try await stage.vault.approveGlass(late.id, as: officer) } == .notFound)
        try await stage.login()
        let request = try await stage.ask()
        stage.house.clock.advance(seconds: 10 * 60)
        try await stage.vault.approveGlass(request.id, as: officer)
        stage.house.clock.advance(seconds: 15 * 60)
        try await stage.login()
        #expect(await code { try await stage.open(request) } == .notFound)
    }

    @Test func `an approval is for this record, for who asked, and for what he asked`() async throws {
        let stage = try await Stage()
        let officer = try await stage.addOfficer()
        let line = ImportLine(number: 1, bytes: Array(Customers.line(2).utf8))
        _ = try await stage.vault.importLines([line], as: stage.house.admin)
        let email = FieldPath(className: "contact", field: "email")
        let found = try await stage.vault.find(
            email, equals: Customers.email(2), as: stage.house.session("support_technician", .support))
        let other = try #require(found.first)
        let access = try await stage.house.record("device_access", of: other)
        let request = try await stage.ask()
        try await stage.vault.approveGlass(request.id, as: officer)
        #expect(await code { try await stage.open(request, of: access) } == .notFound)
        let engineer = try stage.house.peer(TestVault.second, "network_engineer", .deviceOps)
        #expect(
            await code { try await stage.vault.breakGlass(request.id, of: stage.access, as: engineer) }
                == .notFound)
        #expect(try await stage.vault.glassRequests(as: engineer) == [])
        // It opens no more than was asked for.
        let view = try await stage.open(request)
        #expect(view.records.first?.fields.keys.sorted() == ["secret"])
    }

    @Test func `a request and its approval are known after the vault was opened again`() async throws {
        let stage = try await Stage()
        let officer = try await stage.addOfficer()
        let request = try await stage.ask()
        try await stage.vault.close()
        let again = try await stage.house.reopen()
        _ = try await again.approveGlass(
            request.id,
            as: try stage.house.peer(TestVault.second, officer.role.description, .subjectRights, in: again))
        try await again.close()
        let last = try await stage.house.reopen()
        let engineer = last.session(
            role: stage.engineer().role, purpose: .deviceOps, caseID: "NET-1", reason: "break_glass")
        let view = try await last.breakGlass(request.id, of: stage.access, as: engineer)
        #expect(view.records.first?.fields["secret"] == Self.value)
        #expect(
            await code { try await last.breakGlass(request.id, of: stage.access, as: engineer) } == .notFound)
        try await last.close()
    }
}
