import Coffer
import CofferModel
import CofferTesting
import Testing

/// A program has an entry of its own, and is nobody's second person.
@Suite struct ServiceAccountTests {
    private let uid: UInt32 = 65_020

    private func account(_ house: TestVault, _ role: String = "dispatcher") async throws -> StaffLine {
        let role = try #require(RoleName(role))
        return try #require(
            try await house.vault.addStaff("mailer", uid: uid, roles: [role], kind: .service, as: house.admin)
                .line)
    }

    @Test func `S0-13 a program acts in its own role and has no text to acknowledge`() async throws {
        let house = try await TestVault()
        _ = try await house.addCustomer()
        let line = try await account(house, "support_technician")
        #expect(line.kind == .service && line.acknowledged)
        let email = FieldPath(className: "contact", field: "email")
        let found = try await house.vault.find(
            email, equals: Customers.email(1), as: house.peer(uid, "support_technician", .support))
        #expect(found.count == 1)
        let session = try house.peer(uid, "support_technician", .support)
        #expect(await code { try await house.vault.acknowledge(as: session) } == .usage)
        var phrase = Array("correct horse battery".utf8)
        let enrolled = await code {
            try await house.vault.enrolLogin(house.directory.file("x"), passphrase: &phrase, as: session)
        }
        #expect(enrolled == .usage)
    }

    @Test func `S0-14 a program is never administrator, nor a person a program`() async throws {
        let house = try await TestVault()
        let vault = house.vault
        let admin = await code {
            try await vault.addStaff("robot", uid: uid, roles: [.admin], kind: .service, as: house.admin)
        }
        #expect(admin == .badValue)
        _ = try await account(house)
        let role = TestVault.roles[1]
        #expect(
            await code { try await vault.addStaff("x", uid: uid, roles: [role], as: house.admin) }
                == .conflict)
        _ = try await vault.addStaff("Clerk", uid: 65_010, roles: [role], as: house.admin)
        let turned = await code {
            try await vault.addStaff("Clerk", uid: 65_010, roles: [role], kind: .service, as: house.admin)
        }
        #expect(turned == .conflict)
    }

    @Test func `with two administrators, entering a program takes both, and says that it is one`()
        async throws
    {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let role = try #require(RoleName("dispatcher"))
        let proposal = try #require(
            try await house.vault.addStaff(
                "mailer", uid: uid, roles: [role], kind: .service, as: house.admin
            ).proposal)
        #expect(proposal.kind == .service)
        #expect(try await house.vault.approve(proposal.id, as: second).kind == .service)
    }
}
