import CofferCharter
import CofferModel
import Testing

/// A proposal has one written form, and no other is read.
@Suite struct ProposalEntryTests {
    private static let actor = ActorID(bits: 9)

    static let changes: [ProposalEntry.Change] = [
        .roles(
            .init(
                name: "Боян", uid: 1004, kind: .service,
                roles: Set(["billing_clerk", "legal"].compactMap { RoleName($0) }), actor: nil)),
        .roles(
            .init(
                name: "Ada", uid: 0, kind: .person, roles: Set([RoleName("legal")].compactMap { $0 }),
                actor: actor)),
        .disable(actor), .enable(actor), .loginKey(actor, Array(0..<32)),
    ]

    private func entry(_ change: ProposalEntry.Change) -> ProposalEntry {
        ProposalEntry(
            id: ProposalID(bits: 1), change: change, proposer: ActorID(bits: 2),
            proposed: Timestamp(milliseconds: 1_790_000_000_000))
    }

    private func isRead(_ json: JSON) -> Bool {
        do {
            _ = try ProposalEntry(json: json)
            return true
        } catch { return false }
    }

    @Test(arguments: changes) func `what is written is read back`(_ change: ProposalEntry.Change) throws {
        let entry = entry(change)
        #expect(try ProposalEntry(json: try JSON(reading: entry.json.canonical)) == entry)
    }

    @Test(arguments: changes)
    func `a member that is missing, of another kind, or another change's is refused`(
        _ change: ProposalEntry.Change
    ) throws {
        let members = try #require(entry(change).json.object)
        for (name, _) in members {
            var without = members
            without[name] = nil
            // Without an actor, giving roles means entering somebody.
            if name != "actor" || change.word != .roles { #expect(!isRead(.object(without)), "\(name)") }
            var other = members
            other[name] = 7_000_000_000
            #expect(!isRead(.object(other)), "\(name)")
            other[name] = .null
            #expect(!isRead(.object(other)), "\(name)")
        }
        for (name, value): (String, JSON) in [
            ("x", 1), ("login_key", .string(Hex.encode([UInt8](repeating: 1, count: 32)))),
            ("roles", ["admin"]), ("uid", 5), ("name", "x"), ("kind", "person"),
        ] where members[name] == nil {
            var more = members
            more[name] = value
            #expect(!isRead(.object(more)), "\(name)")
        }
        var unsorted = members
        unsorted["roles"] = ["legal", "billing_clerk"]
        #expect(!isRead(.object(unsorted)))
    }

    @Test func `it ends seven days after it was made`() {
        let entry = entry(.disable(Self.actor))
        #expect(entry.ends == entry.proposed.adding(seconds: 7 * 86_400))
    }
}
