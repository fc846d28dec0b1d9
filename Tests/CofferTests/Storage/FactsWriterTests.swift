import Coffer
import CofferCharter
import CofferCrypto
import CofferFields
import CofferModel
import CofferSQLite
import CofferStore
import CofferTesting
import Testing

/// Facts are those that the ledger vouches for: not even the vault's own keys make others (crypto.md §7, S2-04, S2-28).
@Suite struct FactsWriterTests {
    /// A facts row of one customer, sealed as the vault itself would, with something else in it.
    private func forged(
        _ house: TestVault, _ change: (inout SubjectFacts) -> Void
    ) async throws -> FactsRow {
        let arena = try KeyArena(slots: 8192)
        let custody = try CustodyRecord(reading: house.path + "-custody/custody.json")
        let root = try KeyFile.read(house.path + "-custody/root.key", kind: .root, in: arena).takeKey()
        let file = try KeyringFile(reading: try house.bytes("keyring"), signedBy: custody.manifestKey)
        let fields = try Fields(
            try Keyring.open(file, root: root, in: arena), destroyed: [], from: SystemRandom(), in: arena,
            try BufferPool(buffers: 2, bytesEach: 65_536))
        let data = try SQLiteData.open(house.path + "/data.db", vault: custody.vault)
        let scopes = try SQLiteScopes.open(house.path + "/scopes.db", vault: custody.vault)
        let row = try #require(try await data.factsPage(after: nil, limit: 1).first)
        let wrapped = try await scopes.scopes(ownedBy: [row.subject])
        let keys = try #require(try fields.unwrap(row.subject, wrapped))
        var facts = try fields.open(row, keys)
        change(&facts)
        let forged = try fields.seal(facts, keys, intent: row.intent)
        try await data.close()
        try await scopes.close()
        return forged
    }

    private func write(_ row: FactsRow, _ house: TestVault) throws {
        let subject = row.subject.description.filter { $0 != "-" }
        try house.sql(
            "data.db",
            """
            UPDATE facts SET sealed = X'\(Hex.encode(row.sealed))', revision = \(row.revision)
                WHERE subject = X'\(subject)'
            """)
    }

    private func refusal(of change: (inout SubjectFacts) -> Void) async throws {
        let house = try await TestVault()
        let subject = try await house.addCustomer()
        try await house.vault.close()
        try write(try await forged(house, change), house)
        let vault = try await house.reopen()
        let support = house.session("support_technician", .support)
        #expect(await code { try await vault.show(subject, as: support) } == .integrity)
        let email = FieldPath(className: "contact", field: "email")
        let found = await code { try await vault.find(email, equals: Customers.email(1), as: support) }
        #expect(found == .integrity)
        let findings = try await house.findings(vault)
        let named = findings.contains { finding in
            if case .row(subject, nil, _, _) = finding { true } else { false }
        }
        #expect(named, "\(findings)")
        try await vault.close()
    }

    @Test func `a consent that comes from nowhere is refused`() async throws {
        try await refusal { facts in
            facts.consents.append(
                ConsentFacts(
                    topic: "marketing_own", act: .explicit, given: Timestamp(milliseconds: 1), withdrawn: nil,
                    expires: nil, textVersion: 1))
        }
    }

    @Test func `a channel turned to agreed is refused`() async throws {
        try await refusal { facts in
            for place in facts.channels.indices {
                facts.channels[place].state = .agreed
                facts.channels[place].topics = [.marketing]
            }
        }
    }

    @Test func `a channel turned to another record is refused`() async throws {
        try await refusal { facts in
            for place in facts.channels.indices { facts.channels[place].record = RecordID(bits: 9) }
        }
    }

    @Test func `an older or a newer revision of the same facts is refused`() async throws {
        for revision: UInt64 in [0, 2, 77] {
            try await refusal { $0.revision = revision }
        }
    }

    @Test func `a restriction lifted or an event taken out is refused`() async throws {
        try await refusal { facts in
            facts.events = []
            facts.services = []
        }
    }
}
