import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Proposals are as durable as the directory, and as much the vault's own.
@Suite struct ProposalFilesTests {
    private let file = "keyring"

    private func text(_ house: TestVault) throws -> String {
        String(decoding: try house.bytes(file), as: UTF8.self)
    }

    @Test func `a proposal outlives the process, and the other administrator approves it in the next`()
        async throws
    {
        let house = try await TestVault()
        try await house.addSecond()
        let proposal = try await house.propose(as: house.admin)
        try await house.vault.close()
        let next = try await house.reopen()
        let second = try house.peer(TestVault.second, in: next)
        #expect(try await next.proposals(as: second) == [proposal])
        let line = try await next.approve(proposal.id, as: second)
        #expect(try await house.findings(next) == [])
        try await next.close()
        let last = try await house.reopen()
        #expect(try await house.directory(last).contains(line))
        #expect(try await last.proposals(as: house.peer(TestVault.second, in: last)).isEmpty)
        try await last.close()
    }

    @Test(arguments: [
        (#""roles":["billing_clerk"],"uid":65010"#, #""roles":["admin"],"uid":65010"#),
        (#""roles":["billing_clerk"],"uid":65010"#, #""roles":["billing_clerk"],"uid":1000"#),
        (#""name":"Clerk","proposal""#, #""name":"Cleric","proposal""#),
        (#""change":"roles""#, #""change":"disable""#),
    ])
    func `a proposal changed in the storage is refused on open`(_ text: String, _ other: String) async throws
    {
        let house = try await TestVault()
        try await house.addSecond()
        _ = try await house.propose(as: house.admin)
        try await house.vault.close()
        let good = try self.text(house)
        try #require(good.contains(text), "the keyring says so at all")
        try house.write(Array(good.replacing(text, with: other).utf8), to: file)
        #expect(await code { try await house.reopen() } == .integrity)
        try house.write(Array(good.utf8), to: file)
        #expect(await code { try await house.reopen().close() } == nil)
    }

    @Test func `a proposal put in, copied, moved to another proposer or taken out is refused on open`()
        async throws
    {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let me = try #require(house.vault.whoami(house.admin)?.actor.description)
        let other = try #require(house.vault.whoami(second)?.actor.description)
        try await house.vault.close()
        let empty = try text(house)
        try #require(empty.contains(#""proposals":[]"#))
        let vault = try await house.reopen()
        _ = try await vault.addStaff("Clerk", uid: 65_010, roles: [TestVault.roles[1]], as: house.admin)
        try await vault.close()
        let good = try text(house)
        let start = try #require(good.range(of: #""proposals":["#))
        let end = try #require(good.range(of: "]", range: start.upperBound..<good.endIndex))
        // The first `]` ends the roles of the one proposal there is; the second, the list.
        let last = try #require(good.range(of: "]", range: end.upperBound..<good.endIndex))
        let one = String(good[start.upperBound..<last.lowerBound])
        try #require(one.hasPrefix("{") && one.hasSuffix("}"))
        for bad in [
            good.replacing(one, with: ""), good.replacing(one, with: one + "," + one),
            good.replacing(one, with: one.replacing(me, with: other)),
            good.replacing(#""proposals":[\#(one)],"#, with: ""),
        ] {
            #expect(bad != good)
            try house.write(Array(bad.utf8), to: file)
            #expect(await code { try await house.reopen() } == .integrity)
        }
        // Into the edition of before, which no ledger names any more either.
        try house.write(
            Array(empty.replacing(#""proposals":[]"#, with: #""proposals":[\#(one)]"#).utf8), to: file)
        #expect(await code { try await house.reopen() } == .integrity)
        try house.write(Array(good.utf8), to: file)
        #expect(await code { try await house.reopen().close() } == nil)
    }

    @Test func `proposing and approving killed between file, ledger row and rename is finished or dropped`()
        async throws
    {
        let house = try await TestVault()
        try await house.addSecond()
        try await house.vault.close()
        let before = try house.snapshot()
        var vault = try await house.reopen()
        let proposal = try #require(
            try await vault.addStaff("Clerk", uid: 65_010, roles: [TestVault.roles[1]], as: house.admin)
                .proposal)
        try await vault.close()
        let between = try house.snapshot()
        vault = try await house.reopen()
        _ = try await vault.approve(proposal.id, as: house.peer(TestVault.second, in: vault))
        try await vault.close()
        let after = try house.snapshot()

        func open(_ waiting: Int, _ people: Int) async throws {
            let vault = try await house.reopen()
            let second = try house.peer(TestVault.second, in: vault)
            #expect(try await vault.proposals(as: second).count == waiting)
            #expect(try await vault.staffDirectory(as: second).count == people)
            #expect(try await house.findings(vault) == [])
            try await vault.close()
        }
        for (old, new, was, becomes) in [
            (before, between, (0, 2), (1, 2)), (between, after, (1, 2), (0, 3)),
        ] {
            // The next edition is written, the ledger does not know it.
            try house.restore(old)
            try shell("cp", new.path + "/vault/keyring", house.path + "/keyring.new")
            try await open(was.0, was.1)
            // The ledger names it, the rename is missing.
            try house.restore(new)
            try shell("mv", house.path + "/keyring", house.path + "/keyring.new")
            try shell("cp", old.path + "/vault/keyring", house.path + "/keyring")
            try house.restore(old, ["vault-custody"])
            try await open(becomes.0, becomes.1)
        }
    }
}
