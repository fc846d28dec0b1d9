import Coffer
import CofferModel
import CofferTesting
import Testing

@Suite struct LedgerRowsTests {
    @Test(arguments: [Int.min, -1, 0, 10_001, Int.max])
    func `no more rows than ten thousand are answered, and no fewer than one`(last: Int) async throws {
        let house = try await TestVault()
        let auditor = house.session("auditor", .audit)
        #expect(
            await code { try await house.vault.ledgerRows(last: last, of: nil, as: auditor) } == .badValue)
        #expect(try await house.vault.ledgerRows(last: 1, of: nil, as: auditor).rows.count == 1)
        #expect(try await !house.vault.ledgerRows(last: 10_000, of: nil, as: auditor).rows.isEmpty)
    }

    @Test func `page by page, every row is shown once and in order`() async throws {
        let house = try await TestVault()
        _ = try await house.addCustomer()
        let auditor = house.session("auditor", .audit)
        let all = try await house.vault.ledgerRows(last: 10_000, of: nil, as: auditor)
        #expect(all.more == nil)
        var pages: [HistoryLine] = []
        var before = all.rows.last.map { LedgerPlace(log: $0.log, sequence: $0.sequence) }
        while let place = before {
            let page = try await house.vault.ledgerRows(last: 3, of: nil, before: place, as: auditor)
            #expect(1...3 ~= page.rows.count)
            #expect(try HistoryPage(json: page.json) == page)
            pages = page.rows + pages
            before = page.more
        }
        #expect(pages == all.rows.dropLast())
    }

    @Test func `a customer's rows go on where they were cut`() async throws {
        let house = try await TestVault()
        let (one, other) = (try await house.addCustomer(1), try await house.addCustomer(2))
        let support = house.session("support_technician", .support)
        for _ in 1...4 {
            _ = try await house.vault.show(one, as: support)
            _ = try await house.vault.show(other, as: support)
        }
        let auditor = house.session("auditor", .audit)
        let officer = house.session("privacy_officer", .subjectRights, case: "DSR-1")
        let all = try await house.vault.history(of: one, as: officer)
        #expect(all.more == nil)
        let newest = try await house.vault.ledgerRows(last: 2, of: one, as: auditor)
        #expect(newest.more != nil)
        let older = try await house.vault.ledgerRows(last: 100, of: one, before: newest.more, as: auditor)
        #expect(older.more == nil)
        let seen = older.rows + newest.rows.filter { $0.action != .ledger }
        #expect(seen.count == all.rows.count)
        #expect(
            try await house.vault.history(of: one, before: newest.more, as: officer).rows.count
                == older.rows.count)
    }

    @Test(arguments: ["1:99999", "2:1"])
    func `a place without a row is refused`(place: String) async throws {
        let house = try await TestVault()
        let auditor = house.session("auditor", .audit)
        let before = try #require(LedgerPlace(place))
        #expect(
            await code { try await house.vault.ledgerRows(last: 1, of: nil, before: before, as: auditor) }
                == .badValue)
    }

    @Test(arguments: ["", "1", "1:", ":1", "0:1", "1:0", "1:-1", "+1:1", "1:1:1", "65536:1", " 1:1"])
    func `what names no row is no place`(text: String) {
        #expect(LedgerPlace(text) == nil)
        #expect(LedgerPlace("1:42")?.description == "1:42")
    }
}

/// A row says who, for whom, about whom, and under which name (P-16).
@Suite struct HistoryLineTests {
    private func newest(_ house: TestVault, _ action: Action) async throws -> HistoryLine {
        let auditor = house.session("auditor", .audit)
        let page = try await house.vault.ledgerRows(last: 100, of: nil, as: auditor)
        return try #require(page.rows.last { $0.action == action })
    }

    @Test func `who asks with a token is named beside the account, and the request by its name`() async throws
    {
        let house = try await TestVault()
        let (token, service) = try await house.token(of: house.session("auditor", .audit))
        let name = RequestID(bits: 0xC0FFEE)
        let session = try house.vault.session(
            peer: Origin(uid: service.uid, pid: 9, request: name), token: token.secret,
            role: RoleName("auditor"), purpose: .audit, caseID: nil, reason: nil)
        _ = try await house.vault.keyInventory(as: session)
        let line = try await newest(house, .keys)
        #expect((line.actor, line.behalf, line.request) == ("portal", "Test", name))
        #expect(line.json["request"] == "00000000000000000000000000c0ffee")
        #expect(try HistoryLine(json: line.json) == line)
        let issued = try await newest(house, .token)
        #expect((issued.actor, issued.person, issued.behalf, issued.request) == ("Test", "portal", nil, nil))
    }

    @Test func `an approval names the proposal, its proposer and whom it is about`() async throws {
        let house = try await TestVault()
        let second = try await house.addSecond()
        let proposal = try await house.propose(as: house.admin)
        try await house.vault.approve(proposal.id, as: second)
        let line = try await newest(house, .approve)
        #expect((line.actor, line.person, line.proposer) == ("Second", "Clerk", "Test"))
        #expect(line.proposal == proposal.id)
        #expect(try await newest(house, .propose).proposer == nil)
        #expect(try HistoryLine(json: line.json) == line)
    }

    @Test func `where a role was not said and nothing depends on it, the row has none`() async throws {
        let house = try await TestVault()
        _ = try await house.vault.addStaff(
            "Clerk", uid: 65_010, roles: [TestVault.roles[1]], as: house.admin)
        let own = try house.vault.session(
            peer: Origin(uid: 65_010, pid: 9), token: nil, role: nil, purpose: nil, caseID: nil, reason: nil)
        _ = try await house.vault.acknowledge(as: own)
        let line = try await newest(house, .acknowledge)
        #expect((line.actor, line.role, line.purpose) == ("Clerk", nil, nil))
        try await house.vault.recordUnknown(Origin(uid: 65_011, pid: 9), refused: 1)
        #expect(try await newest(house, .open).role == nil)
        #expect(
            await code { try await house.vault.permitUnlock(from: Origin(uid: 65_010, pid: 9)) }
                == .roleDenied)
        #expect(try await newest(house, .unlock).role == nil)
        try await house.vault.permitUnlock(from: Origin(uid: house.uid, pid: 9))
        #expect(try await newest(house, .unlock).role == .admin)
    }
}
