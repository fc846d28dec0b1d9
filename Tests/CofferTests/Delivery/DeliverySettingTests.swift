import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

extension TestVault {
    /// Settings with two folders for mail.
    func spool(_ name: String = "spool") -> JSON {
        [
            "from": ["name": "The Company", "address": "notices@company.example"],
            "sender": "bounces@company.example", "message_domain": "company.example",
            "mail": [
                "spool": [
                    "bodies": .string(directory.file("\(name)-bodies")),
                    "envelopes": .string(directory.file("\(name)-envelopes")),
                ]
            ],
            "rates": ["per_recipient_hour": 20, "per_domain_minute": 60],
            "times": ["connect": 10, "whole": 60],
        ]
    }
}

/// Where mail goes is decided by administrators and signed by the manifest, not by files.
@Suite struct DeliverySettingTests {
    private func rows(_ rows: [JSON], _ action: String) -> [JSON] {
        rows.filter { $0["action"] == .string(action) }
    }

    @Test
    func
        `an administrator sets the ways out; they are published, recorded and still there when opened again`()
        async throws
    {
        let house = try await TestVault()
        #expect(try await house.vault.deliverySettings(as: house.admin).settings == nil)
        let rows = try await house.rows {
            let view = try await house.vault.setDelivery(house.spool(), as: house.admin)
            #expect(view.settings == house.spool() && view.waiting == nil)
        }
        #expect(self.rows(rows, "delivery").count == 1)
        let manifest = try #require(self.rows(rows, "manifest").first)
        #expect(manifest["request"] == self.rows(rows, "delivery").first?["request"])
        #expect(manifest["manifest"] != nil)
        try await house.vault.close()
        let again = try await TestVault(reopening: house)
        #expect(try await again.vault.deliverySettings(as: again.admin).settings == house.spool())
        #expect(try await again.findings(again.vault) == [])
    }

    @Test func `setting what is in force publishes nothing`() async throws {
        let house = try await TestVault()
        try await house.vault.setDelivery(house.spool(), as: house.admin)
        let rows = try await house.rows { try await house.vault.setDelivery(house.spool(), as: house.admin) }
        #expect(self.rows(rows, "manifest").isEmpty)
        #expect(self.rows(rows, "delivery").count == 1)
    }

    @Test func `what is left out is kept as it is usual today`() async throws {
        let house = try await TestVault()
        var members = try #require(house.spool().object)
        members["rates"] = nil
        members["times"] = nil
        #expect(
            try await house.vault.setDelivery(.object(members), as: house.admin).settings == house.spool())
    }

    @Test
    func `a document that breaks a rule is refused by rule and member, and the attempt is on the ledger`()
        async throws
    {
        let house = try await TestVault()
        var members = try #require(house.spool().object)
        members["sender"] = "s3cret"
        let broken = JSON.object(members)
        var error: VaultError?
        let rows = try await house.rows {
            do throws(VaultError) {
                try await house.vault.setDelivery(broken, as: house.admin)
            } catch let refusal { error = refusal }
        }
        #expect(error?.code == .badValue && error?.rule == "delivery.address" && error?.reason == "sender")
        #expect(rows.last?["code"] == "bad_value")
        #expect(try await house.vault.deliverySettings(as: house.admin).settings == nil)
    }

    @Test func `nobody but an administrator, and no token, sets, sees or tries them`() async throws {
        let house = try await TestVault()
        let clerk = house.session("billing_clerk", .billing)
        let officer = house.session("privacy_officer", .keyAdmin)
        for session in [clerk, officer] {
            #expect(
                await code { try await house.vault.setDelivery(house.spool(), as: session) } == .roleDenied)
            #expect(await code { try await house.vault.deliverySettings(as: session) } == .roleDenied)
            #expect(await code { try await house.vault.checkDelivery(as: session) } == .roleDenied)
            #expect(
                await code { try await house.vault.approveDelivery(ProposalID(bits: 1), as: session) }
                    == .roleDenied)
        }
        let program: UInt32 = 65_020
        _ = try await house.vault.addStaff(
            "portal", uid: program, roles: [TestVault.roles[0]], kind: .service, as: house.admin)
        let token = try await house.vault.token(for: program, as: house.admin)
        let thief = try house.vault.session(
            peer: Origin(uid: program, pid: 4242), token: token.secret, role: .admin, purpose: .keyAdmin,
            caseID: nil, reason: nil)
        let rows = try await house.rows {
            #expect(
                await code { try await house.vault.setDelivery(house.spool(), as: thief) } == .actorUnknown)
        }
        #expect(rows.last?["action"] == "delivery" && rows.last?["code"] == "actor_unknown")
        #expect(try await house.vault.deliverySettings(as: house.admin).settings == nil)
    }

    @Test func `with two administrators they wait for the other, and count when he approves`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        var found: DeliveryView.Waiting?
        let proposing = try await house.rows {
            let view = try await house.vault.setDelivery(house.spool(), as: house.admin)
            #expect(view.settings == nil)
            found = view.waiting
        }
        let waiting = try #require(found)
        #expect(waiting.settings == house.spool() && waiting.proposerName == "Test")
        #expect(waiting.ends == waiting.proposed.adding(seconds: 7 * 86_400))
        #expect(
            rows(proposing, "delivery").map { $0["proposal"] } == [.string(waiting.id.description)])
        #expect(try await house.vault.deliverySettings(as: second).waiting == waiting)
        // He who wants them does not approve them.
        let refused = try await house.rows {
            for session in [house.admin, house.admin.approved(by: second)] {
                #expect(
                    await code { try await house.vault.approveDelivery(waiting.id, as: session) }
                        == .approvalMissing)
            }
        }
        #expect(refused.filter { $0["code"] == "approval_missing" }.count == 2)
        let approving = try await house.rows {
            let view = try await house.vault.approveDelivery(waiting.id, as: second)
            #expect(view.settings == house.spool() && view.waiting == nil)
        }
        let me = try #require(house.vault.whoami(house.admin)?.actor.description)
        #expect(rows(approving, "delivery").map { $0["proposer"] } == [.string(me)])
        #expect(await code { try await house.vault.approveDelivery(waiting.id, as: second) } == .notFound)
        #expect(try await house.findings(house.vault) == [])
    }

    @Test func `a program that has both asks with both; one who is no administrator does not count`()
        async throws
    {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let clerk = try await house.propose(as: house.admin)
        _ = try await house.vault.approve(clerk.id, as: second)
        let other = try house.peer(65_010, "billing_clerk", .billing)
        for approver in [other, house.admin] {
            #expect(
                await code {
                    try await house.vault.setDelivery(house.spool(), as: house.admin.approved(by: approver))
                } == .approvalMissing)
        }
        let view = try await house.vault.setDelivery(house.spool(), as: house.admin.approved(by: second))
        #expect(view.settings == house.spool() && view.waiting == nil)
    }

    @Test
    func `one document waits: another takes its place, what is in force takes it back, and a week ends it`()
        async throws
    {
        let house = try await TestVault()
        try await house.vault.setDelivery(house.spool(), as: house.admin)
        let second = try await house.addSecond()
        func propose(_ name: String) async throws -> ProposalID {
            let view = try await house.vault.setDelivery(house.spool(name), as: house.admin)
            return try #require(view.waiting).id
        }
        let first = try await propose("b")
        let other = try await propose("c")
        #expect(await code { try await house.vault.approveDelivery(first, as: second) } == .notFound)
        #expect(try await house.vault.setDelivery(house.spool(), as: second).waiting == nil)
        #expect(await code { try await house.vault.approveDelivery(other, as: second) } == .notFound)
        let late = try await propose("d")
        house.clock.advance(seconds: 7 * 86_400)
        #expect(await code { try await house.vault.approveDelivery(late, as: second) } == .notFound)
        #expect(try await house.vault.deliverySettings(as: second).settings == house.spool())
    }

    @Test func `what somebody wanted whose rights have ended does not count`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let third = try await house.addThird()
        let waiting = try #require(try await house.vault.setDelivery(house.spool(), as: third).waiting)
        let person = try #require(house.vault.whoami(third)?.actor)
        _ = try await house.vault.disableStaff(person, as: house.admin.approved(by: second))
        #expect(await code { try await house.vault.approveDelivery(waiting.id, as: second) } == .notFound)
        #expect(try await house.vault.deliverySettings(as: second).waiting == nil)
    }

    @Test func `a vault whose settings somebody changed on disk does not open`() async throws {
        let house = try await TestVault()
        try await house.vault.setDelivery(house.spool(), as: house.admin)
        try await house.vault.close()
        let keyring = house.path + "/keyring"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: keyring))
        let text = String(decoding: bytes, as: UTF8.self)
        let changed = text.replacing("bounces@company.example", with: "bounces@another.example")
        #expect(changed != text)
        try Data(changed.utf8).write(to: URL(fileURLWithPath: keyring))
        #expect(await code { try await TestVault(reopening: house) } == .integrity)
        try bytes.write(to: URL(fileURLWithPath: keyring))
        let again = try await TestVault(reopening: house)
        #expect(try await again.vault.deliverySettings(as: again.admin).settings == house.spool())
    }
}
