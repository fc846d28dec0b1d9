import Coffer
import CofferCrypto
import CofferLedger
import CofferTesting
import Testing

/// Whoever has a log's public key can check a row without the vault (P-16).
@Suite struct ProofTests {
    @Test func `a row's proof leads to the root that the checkpoint signs, and no other row's does`()
        async throws
    {
        let house = try await TestVault()
        _ = try await house.addCustomer()
        let proof = try await house.vault.proof(of: 3, as: house.admin)
        #expect(try LedgerProof(json: proof.json) == proof)
        let check = try #require(try Vault.checkLedgers(of: house.path, anchor: nil).first)
        let key = try #require(LogKey(check.key))
        let checkpoint = try #require(Checkpoint(verifying: Array(proof.checkpoint.utf8), by: key))
        #expect(checkpoint.size == proof.size)
        let path = InclusionProof(index: proof.sequence - 1, size: proof.size, path: proof.path)
        #expect(path.proves(Merkle.leaf(Array(proof.row.utf8)), in: checkpoint.root))
        let other = try await house.vault.proof(of: 2, as: house.admin)
        #expect(!path.proves(Merkle.leaf(Array(other.row.utf8)), in: checkpoint.root))
    }

    @Test func `a number the log does not have is not found, and who may not see the ledger gets no proof`()
        async throws
    {
        let house = try await TestVault()
        #expect(await code { try await house.vault.proof(of: 0, as: house.admin) } == .notFound)
        #expect(await code { try await house.vault.proof(of: 9_999, as: house.admin) } == .notFound)
        let support = house.session("support_technician", .support)
        #expect(await code { try await house.vault.proof(of: 1, as: support) } == .roleDenied)
        #expect(await code { try await house.vault.checkpoint(as: support) } == .roleDenied)
        #expect(try await house.vault.checkpoint(as: house.admin).hasPrefix("coffer/\(house.vault.id)/"))
    }
}
