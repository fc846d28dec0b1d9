import Coffer
import CofferModel
import CofferTesting
import Testing

/// What takes two administrators waits for the second one (charter.md §4: an approver is never the requester).
@Suite struct ProposalTests {
    private func ids(_ rows: [JSON], _ action: String) -> [JSON] {
        rows.filter { $0["action"] == .string(action) }
    }

    @Test func `with two administrators a role waits for the other, and is given when he approves`()
        async throws
    {
        let house = try await TestVault()
        let second = try await house.addSecond()
        var found: StaffProposal?
        let proposing = try await house.rows { found = try await house.propose(as: house.admin) }
        let proposal = try #require(found)
        #expect(proposal.change == .roles && proposal.uid == 65_010 && proposal.actor == nil)
        #expect(proposal.ends == proposal.proposed.adding(seconds: 7 * 86_400))
        #expect(try await house.directory().count == 2)
        let put = try #require(ids(proposing, "propose").first)
        #expect(put["proposal"] == .string(proposal.id.description))
        #expect(put["roles"] == ["billing_clerk"] && put["staff"] == "roles" && put["person"] == nil)

        #expect(try await house.vault.proposals(as: second) == [proposal])
        var line: StaffLine?
        let approving = try await house.rows { line = try await house.vault.approve(proposal.id, as: second) }
        #expect(line?.roles.map(\.description) == ["billing_clerk"] && line?.active == true)
        let me = try #require(house.vault.whoami(house.admin)?.actor.description)
        let other = try #require(house.vault.whoami(second)?.actor.description)
        // One row names proposer, approver, person and roles.
        let done = ids(approving, "approve")
        #expect(done.count == 1)
        #expect(done.first?["proposer"] == .string(me) && done.first?["actor"] == .string(other))
        #expect(done.first?["person"] == (line?.actor.description).map { .string($0) })
        #expect(done.first?["roles"] == ["billing_clerk"])
        #expect(done.first?["proposal"] == .string(proposal.id.description))
        #expect(try await house.vault.proposals(as: second).isEmpty)
        #expect(await code { try await house.vault.approve(proposal.id, as: second) } == .notFound)
        #expect(try await house.findings(house.vault) == [])
    }

    @Test func `who proposed does not approve, whatever his roles, and the attempt is on the ledger`()
        async throws
    {
        let house = try await TestVault()
        try await house.addSecond()
        let proposal = try await house.propose(as: house.admin)
        let me = house.vault.whoami(house.admin)?.actor
        for session in [house.admin, house.admin.approved(by: try house.peer(TestVault.second))] {
            let rows = try await house.rows {
                #expect(
                    await code { try await house.vault.approve(proposal.id, as: session) } == .approvalMissing
                )
            }
            #expect(house.holds(rows, .approvalMissing, by: me))
            #expect(rows.last?["proposal"] == .string(proposal.id.description))
        }
        #expect(try await house.directory().count == 2)
    }

    @Test func `somebody who is no administrator neither approves nor sees what waits`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let clerk = try await house.propose(as: house.admin)
        _ = try await house.vault.approve(clerk.id, as: second)
        let waiting = try await house.propose(65_011, as: house.admin)
        for (role, purpose) in [("admin", Purpose.keyAdmin), ("billing_clerk", .billing)] {
            let session = try house.peer(65_010, role, purpose)
            _ = try await house.vault.acknowledge(as: session)
            let rows = try await house.rows {
                #expect(await code { try await house.vault.proposals(as: session) } == .roleDenied)
                #expect(await code { try await house.vault.approve(waiting.id, as: session) } == .roleDenied)
                #expect(await code { try await house.vault.withdraw(waiting.id, as: session) } == .roleDenied)
            }
            #expect(rows.filter { $0["code"] == "role_denied" }.count == 3)
        }
        let stranger = try house.peer(1)
        #expect(await code { try await house.vault.approve(waiting.id, as: stranger) } == .actorUnknown)
        #expect(await code { try await house.vault.withdraw(waiting.id, as: stranger) } == .actorUnknown)
    }

    @Test func `a stolen token of the second administrator approves nothing`() async throws {
        let house = try await TestVault()
        _ = try await house.addSecond()
        let third = try await house.addThird()
        let proposal = try await house.propose(as: third)
        // The first administrator's token, in the hands of whoever runs the program it was made for.
        let program: UInt32 = 65_020
        _ = try await house.vault.addStaff(
            "portal", uid: program, roles: [TestVault.roles[0]], kind: .service,
            as: house.admin.approved(by: third))
        let token = try await house.vault.token(for: program, as: house.admin)
        let thief = try house.vault.session(
            peer: Origin(uid: program, pid: 4242), token: token.secret, role: .admin, purpose: .keyAdmin,
            caseID: nil, reason: nil)
        let rows = try await house.rows {
            #expect(await code { try await house.vault.approve(proposal.id, as: thief) } == .actorUnknown)
            #expect(await code { try await house.vault.withdraw(proposal.id, as: thief) } == .actorUnknown)
            let more = await code {
                try await house.vault.addStaff("X", uid: 7, roles: [.admin], as: thief)
            }
            #expect(more == .actorUnknown)
        }
        #expect(
            rows.filter { $0["code"] == "actor_unknown" }.map { $0["action"] } == [
                "approve", "withdraw", "staff",
            ])
        #expect(try await house.vault.proposals(as: house.admin) == [proposal])
    }

    @Test func `of three administrators, the one it favours does not approve it; of two, he is all there is`()
        async throws
    {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let own = try await house.propose(TestVault.second, ["billing_clerk"], as: house.admin)
        _ = try await house.vault.approve(own.id, as: second)
        let third = try await house.addThird()
        let more = try await house.propose(TestVault.second, ["legal"], as: house.admin)
        let rows = try await house.rows {
            #expect(await code { try await house.vault.approve(more.id, as: second) } == .approvalMissing)
        }
        #expect(house.holds(rows, .approvalMissing, by: house.vault.whoami(second)?.actor))
        let line = try await house.vault.approve(more.id, as: third)
        #expect(line.roles.map(\.description) == ["admin", "billing_clerk", "legal"])
    }

    @Test func `ending another administrator's rights waits for a third, ending one's own for nobody`()
        async throws
    {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let third = try await house.addThird()
        let person = try #require(house.vault.whoami(second)?.actor)
        let proposal = try #require(
            try await house.vault.disableStaff(person, as: house.admin).proposal)
        #expect(proposal.change == .disable && proposal.actor == person)
        #expect(house.vault.whoami(second)?.active == true)
        // Whom it concerns cannot take it back: only the proposer can.
        #expect(await code { try await house.vault.withdraw(proposal.id, as: second) } == .roleDenied)
        let line = try await house.vault.approve(proposal.id, as: third)
        #expect(!line.active)
        #expect(await code { try await house.vault.proposals(as: second) } == .actorUnknown)
        let own = try #require(house.vault.whoami(third)?.actor)
        #expect(try await house.vault.disableStaff(own, as: third).line?.active == false)
    }

    @Test func `a proposal ends after seven days`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let proposal = try await house.propose(as: house.admin)
        house.clock.advance(seconds: 7 * 86_400 - 60)
        #expect(try await house.vault.proposals(as: second).count == 1)
        house.clock.advance(seconds: 60)
        #expect(try await house.vault.proposals(as: second).isEmpty)
        let rows = try await house.rows {
            #expect(await code { try await house.vault.approve(proposal.id, as: second) } == .notFound)
        }
        #expect(house.holds(rows, .notFound, by: house.vault.whoami(second)?.actor))
        #expect(try await house.directory().count == 2)
    }

    @Test func `who proposed takes it back, and it is gone`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let proposal = try await house.propose(as: house.admin)
        let rows = try await house.rows {
            #expect(await code { try await house.vault.withdraw(proposal.id, as: second) } == .roleDenied)
            let taken = try await house.vault.withdraw(proposal.id, as: house.admin)
            #expect(taken == proposal)
        }
        #expect(ids(rows, "withdraw").map { $0["code"] } == ["role_denied", nil])
        #expect(await code { try await house.vault.approve(proposal.id, as: second) } == .notFound)
        #expect(await code { try await house.vault.withdraw(proposal.id, as: house.admin) } == .notFound)
    }

    @Test func `what somebody proposed before his own rights ended counts no more`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let third = try await house.addThird()
        let proposal = try await house.propose(as: second)
        let person = try #require(house.vault.whoami(second)?.actor)
        _ = try await house.vault.disableStaff(person, as: house.admin.approved(by: third))
        #expect(await code { try await house.vault.approve(proposal.id, as: third) } == .notFound)
    }

    @Test func `a proposal is carried out against the directory as it is then, or refused`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let first = try await house.propose(65_010, ["billing_clerk"], as: house.admin)
        let other = try await house.propose(65_010, ["legal"], as: house.admin)
        let line = try await house.vault.approve(first.id, as: second)
        // It was to enter somebody new; now there is one, and nobody said that it is the same person.
        let rows = try await house.rows {
            #expect(await code { try await house.vault.approve(other.id, as: second) } == .conflict)
        }
        #expect(house.holds(rows, .conflict, by: house.vault.whoami(second)?.actor))
        let again = try await house.propose(65_010, ["legal"], as: house.admin)
        #expect(again.actor == line.actor)
        let more = try await house.vault.approve(again.id, as: second)
        #expect(more.roles.map(\.description) == ["billing_clerk", "legal"])
    }

    @Test func `the same proposal twice is one, and nobody fills the list`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let one = try await house.propose(as: house.admin)
        #expect(try await house.propose(as: house.admin) == one)
        for uid in 1..<UInt32(Limits.proposalsEach) {
            _ = try await house.propose(65_100 + uid, as: house.admin)
        }
        let rows = try await house.rows {
            let full = await code { try await house.propose(65_200, as: house.admin) }
            #expect(full == .throttled)
        }
        #expect(house.holds(rows, .throttled, by: house.vault.whoami(house.admin)?.actor))
        #expect(try await house.vault.proposals(as: second).count == Limits.proposalsEach)
        // The other one's place is not taken by it.
        _ = try await house.propose(65_300, as: second)
    }

    @Test func `what cannot be done is not proposed either`() async throws {
        let house = try await TestVault()
        try await house.addSecond()
        let clerk = [TestVault.roles[1]]
        let vault = house.vault
        #expect(
            await code { try await vault.addStaff("", uid: 7, roles: clerk, as: house.admin) } == .badValue)
        let emperor = [try #require(RoleName("emperor"))]
        let rows = try await house.rows {
            #expect(
                await code { try await vault.addStaff("X", uid: 7, roles: emperor, as: house.admin) }
                    == .badValue)
        }
        // A role that the charter does not have may be any text.
        #expect(rows.count == 1 && rows.allSatisfy { $0["roles"] == nil && $0["code"] == "bad_value" })
        #expect(
            await code { try await vault.disableStaff(ActorID(bits: 9), as: house.admin) } == .notFound)
        #expect(try await vault.proposals(as: house.admin).isEmpty)
    }

    @Test func `a program that has both before it still asks with both`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let outcome = try await house.vault.addStaff(
            "Clerk", uid: 65_010, roles: [TestVault.roles[1]], as: house.admin.approved(by: second))
        #expect(outcome.line?.active == true)
    }
}
