import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

/// The keyring is what its vault signed, or it opens nothing (crypto.md §1).
@Suite struct KeyringWriterTests {
    @Test func `yesterday's keyring is refused today, alone or as a new edition`() async throws {
        let house = try await TestVault()
        try await house.vault.close()
        let old = try house.snapshot()
        let vault = try await house.reopen()
        _ = try await vault.addStaff("Second", uid: 65_001, roles: TestVault.roles, as: house.admin)
        try await vault.close()
        let new = try house.snapshot()
        try house.restore(old, ["vault/keyring"])
        #expect(await code { try await house.reopen() } == .integrity)
        // With yesterday's custody record too: the ledger knows better.
        try house.restore(old, ["vault/keyring", "vault-custody"])
        #expect(await code { try await house.reopen() } == .integrity)
        // As a next edition it is dropped, not believed.
        try house.restore(new)
        try shell("cp", old.path + "/vault/keyring", house.path + "/keyring.new")
        let again = try await house.reopen()
        #expect(try await again.staffDirectory(as: house.admin).count == 2)
        try await again.close()
    }

    @Test func `a changed byte anywhere in the keyring is refused`() async throws {
        let house = try await TestVault()
        try await house.vault.close()
        let good = try house.bytes("keyring")
        for place in stride(from: 0, to: good.count - 1, by: good.count / 60) {
            var bad = good
            bad[place] ^= 1
            try house.write(bad, to: "keyring")
            let refused = await code { try await house.reopen() }
            #expect(refused == .integrity || refused == .locked, "byte \(place)")
        }
        try house.write(good, to: "keyring")
        #expect(await code { try await house.reopen().close() } == nil)
    }

    @Test(arguments: [
        (#""marketing.own: forbidden"#, ""), ("probes_per_hour: 60", "probes_per_hour: 6000"),
        (#""active":true"#, #""active":false"#), (#""support_technician""#, #""privacy_officer""#),
        ("/anchors\"", "/anchorz\""),
    ])
    func `charter, staff and configuration are those of the manifest`(
        _ text: String, _ other: String
    ) async throws {
        let house = try await TestVault()
        try await house.vault.close()
        let good = String(decoding: try house.bytes("keyring"), as: UTF8.self)
        let wanted = text == #""marketing.own: forbidden"# ? "marketing.own: forbidden" : text
        let parts = good.components(separatedBy: wanted)
        try #require(parts.count > 1, "the keyring says so at all")
        let bad =
            parts[0] + (other.isEmpty ? "marketing.own: opt_out" : other)
            + parts.dropFirst().joined(separator: wanted)
        try house.write(Array(bad.utf8), to: "keyring")
        #expect(await code { try await house.reopen() } == .integrity)
    }

    @Test func `two wrapped keys swapped do not open`() async throws {
        let house = try await TestVault()
        try await house.vault.close()
        let good = String(decoding: try house.bytes("keyring"), as: UTF8.self)
        let wrapped = try #require(good.components(separatedBy: #""wrapped":{"#).last)
        let values = wrapped.components(separatedBy: "\"").filter { $0.count == 160 }
        try #require(values.count > 2)
        let bad = good.components(separatedBy: values[0]).joined(separator: "%%%")
            .components(separatedBy: values[1]).joined(separator: values[0])
            .components(separatedBy: "%%%").joined(separator: values[1])
        try house.write(Array(bad.utf8), to: "keyring")
        #expect(await code { try await house.reopen() } == .locked)
        try house.write(Array(good.utf8), to: "keyring")
        #expect(await code { try await house.reopen().close() } == nil)
    }

    @Test func `the files of another vault do not open under this vault's key`() async throws {
        let house = try await TestVault()
        let other = try await TestVault()
        try await house.vault.close()
        try await other.vault.close()
        for name in ["keyring", "data.db", "scopes.db"] {
            let good = try house.bytes(name)
            try house.write(try other.bytes(name), to: name)
            #expect(await code { try await house.reopen() } == .integrity, "\(name)")
            try house.write(good, to: name)
        }
        #expect(await code { try await house.reopen().close() } == nil)
    }

    @Test func `a ledger cut, changed or rolled back is refused on open`() async throws {
        let house = try await TestVault()
        _ = try await house.addCustomer()
        try await house.vault.close()
        let old = try house.snapshot()
        do {
            let vault = try await house.reopen()
            _ = try await vault.keyInventory(as: house.admin)
            try await vault.close()
        }
        let new = try house.snapshot()
        try house.restore(old, ["vault"])
        #expect(await code { try await house.reopen() } == .integrity, "the whole directory of yesterday")
        try house.restore(old, ["vault", "vault-custody"])
        #expect(await code { try await house.reopen() } == .integrity, "and its custody")
        try house.restore(new)
        try house.restore(old, ["vault/ledger"])
        #expect(await code { try await house.reopen() } == .integrity, "the ledger of yesterday")
        try house.restore(new)
        let rows = try house.bytes("ledger/00001/rows.jsonl")
        var bad = rows
        bad[rows.count / 2] ^= 1
        try house.write(bad, to: "ledger/00001/rows.jsonl")
        #expect(await code { try await house.reopen() } == .integrity, "one byte of the ledger")
        try house.restore(new)
        #expect(await code { try await house.reopen().close() } == nil)
    }
}
