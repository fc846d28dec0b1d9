import Coffer
import CofferLedger
import CofferTesting
import Testing

extension TestVault {
    /// A token of a person's, and the service account it was issued for.
    func token(of session: Session, uid: UInt32 = 65_100) async throws -> (token: Token, service: Origin) {
        _ = try await vault.addStaff("portal", uid: uid, roles: [Self.roles[0]], kind: .service, as: admin)
        return (try await vault.token(for: uid, as: session), Origin(uid: uid, pid: 77))
    }
}

/// Service accounts act for people by their tokens, and for nobody else (S0-14, P-23).
@Suite struct TokenTests {
    @Test func `a token stands for the person who made it, for fifteen minutes, and does not print`()
        async throws
    {
        let house = try await TestVault()
        let clerk = house.session("billing_clerk", .billing)
        let (token, service) = try await house.token(of: clerk)
        #expect("\(token)" == "token")
        #expect(house.vault.whoami(try acting(token.secret, service, house)) == house.vault.whoami(clerk))
        #expect(throws: VaultError.self) { try acting(String(repeating: "0", count: 64), service, house) }
        #expect(throws: VaultError.self) { try acting("", service, house) }
        house.clock.advance(seconds: 15 * 60 + 1)
        #expect(throws: VaultError.self) { try acting(token.secret, service, house) }
    }

    @Test func `a token counts only from the service account it was issued for`() async throws {
        let house = try await TestVault()
        let (token, service) = try await house.token(of: house.session("billing_clerk", .billing))
        #expect(throws: VaultError.self) { try acting(token.secret, Origin(uid: 65_101, pid: 77), house) }
        // Nor from the person's own user, nor from an account whose rights have ended.
        #expect(throws: VaultError.self) {
            try acting(token.secret, Origin(uid: house.uid, pid: 77), house)
        }
        let portal = try #require(
            try await house.vault.staffDirectory(as: house.admin).first { $0.uid == service.uid })
        _ = try await house.vault.disableStaff(portal.actor, as: house.admin)
        #expect(throws: VaultError.self) { try acting(token.secret, service, house) }
    }

    @Test func `a token ends with the rights of its person, also when they are given back`() async throws {
        let house = try await TestVault()
        _ = try await house.vault.addStaff(
            "Clerk", uid: 65_010, roles: [TestVault.roles[1]], as: house.admin)
        let clerk = try house.peer(65_010, "billing_clerk", .billing)
        let own = try await house.vault.acknowledge(as: clerk)
        let (token, service) = try await house.token(of: clerk)
        _ = try acting(token.secret, service, house)
        _ = try await house.vault.disableStaff(own.actor, as: house.admin)
        _ = try await house.vault.enableStaff(own.actor, as: house.admin)
        #expect(throws: VaultError.self) { try acting(token.secret, service, house) }
        let next = try await house.vault.token(for: service.uid, as: clerk)
        _ = try acting(next.secret, service, house)
    }

    @Test func `a token is issued for service accounts only`() async throws {
        let house = try await TestVault()
        let clerk = house.session("billing_clerk", .billing)
        let own = await code { try await house.vault.token(for: house.uid, as: clerk) }
        #expect(own == .badValue)
        #expect(await code { try await house.vault.token(for: 65_199, as: clerk) } == .badValue)
    }

    @Test func `who asks through a service account spends his own budget, and the ledger names both`()
        async throws
    {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        // The search that found him counts him already; an hour later it does not.
        house.clock.advance(seconds: 3661)
        let clerk = house.session("billing_clerk", .billing)
        let (token, service) = try await house.token(of: clerk)
        let before = try #require(house.vault.roles(clerk).first { $0.role == clerk.role })
        let through = try acting(token.secret, service, house)
        _ = try await house.vault.show(subject, as: through)
        let after = try #require(house.vault.roles(clerk).first { $0.role == clerk.role })
        #expect(after.subjectsLeft == before.subjectsLeft - 1)
        #expect(after.clearValuesLeft < before.clearValuesLeft)
        let read = try #require(try house.rows().last { $0["action"] == "read" })
        let person = try #require(house.vault.whoami(clerk))
        #expect(read["behalf"] == .string(person.actor.description))
        #expect(read["actor"] != nil && read["actor"] != read["behalf"])
        #expect(read["origin"] == ["pid": 77, "uid": .integer(Int64(service.uid))])
    }

    @Test func `what the asker calls his request stands in the ledger beside where he came from`()
        async throws
    {
        let house = try await TestVault()
        let name = RequestID(bits: 0xC0FFEE)
        let session = try house.vault.session(
            peer: Origin(uid: house.uid, pid: 9, request: name), token: nil,
            role: RoleName("auditor") ?? .admin, purpose: .audit, caseID: nil, reason: nil)
        _ = try await house.vault.keyInventory(as: session)
        let row = try #require(try house.rows().last)
        #expect(row["origin"]?["request"] == .string(name.description))
        #expect(row["request"] != row["origin"]?["request"])
        #expect(try Vault.checkLedgers(of: house.path, anchor: nil).allSatisfy(\.findings.isEmpty))
    }

    private func acting(_ token: String, _ service: Origin, _ house: TestVault) throws -> Session {
        try house.vault.session(
            peer: service, token: token, role: RoleName("billing_clerk") ?? .admin, purpose: .billing,
            caseID: nil,
            reason: nil)
    }
}
