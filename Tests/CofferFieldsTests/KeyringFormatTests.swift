import CofferCharter
import CofferCrypto
import CofferFields
import CofferModel
import Testing

/// Old keyrings stay readable, and no new member comes in under an old format (docs/formats/keyring.md).
@Suite final class KeyringFormatTests {
    private let bench: Bench
    private let arena: KeyArena
    private let signer: SigningKey
    private let random = SystemRandom()

    init() throws {
        bench = try Bench()
        arena = try KeyArena(slots: 4096)
        signer = try SigningKey(random: random, in: arena)
    }

    /// The bench's keyring with a changed manifest and changed members, signed anew by the test's own key.
    private func signed(
        _ manifest: (inout [String: JSON]) -> Void, _ members: (inout [String: JSON]) -> Void
    ) throws -> [UInt8] {
        let document = try JSON(reading: bench.fields.keyring.file.bytes, limit: Limits.keyringBytes)
        var all = try #require(document.object)
        var inner = try #require(all["manifest"]?.object)
        manifest(&inner)
        all["manifest"] = .object(inner)
        members(&all)
        let text = Array("coffer manifest\n".utf8) + JSON.object(inner).canonical
        all["signature"] = .string(Hex.encode(signer.sign(text)))
        return JSON.object(all).canonical + [10]
    }

    private func refusal(_ bytes: [UInt8]) -> CustodyError? {
        do throws(CustodyError) {
            _ = try KeyringFile(reading: bytes, signedBy: signer.publicKey)
            return nil
        } catch { return error }
    }

    private func old() throws -> [UInt8] {
        try signed {
            $0["format"] = 1
            $0["proposals"] = nil
        } _: {
            $0["proposals"] = nil
        }
    }

    @Test func `a keyring of format 1 is read, keeps its bytes and hash, and has no proposals`() throws {
        let bytes = try old()
        let file = try KeyringFile(reading: bytes, signedBy: signer.publicKey)
        #expect(file.bytes == bytes)
        #expect(file.proposals.isEmpty)
        #expect(file.manifest.proposals == nil)
        #expect(
            file.hash
                == SHA256.hash(
                    try JSON(reading: bytes, limit: Limits.keyringBytes)["manifest"]?.canonical ?? []))
    }

    @Test func `the edition after has format 2`() throws {
        let keyring = bench.fields.keyring
        let next = try keyring.next(KeyringChange(), at: Bench.now, from: random, in: arena)
        let document = try JSON(reading: next.file.bytes, limit: Limits.keyringBytes)
        #expect(document["manifest"]?["format"] == 2)
        #expect(document["proposals"] == [])
    }

    @Test func `proposals under format 1, without a hash, or of a format to come are refused`() throws {
        let cases: [[UInt8]] = [
            try signed {
                $0["format"] = 1
                $0["proposals"] = nil
            } _: { _ in
            },
            try signed {
                $0["format"] = 1
            } _: { _ in
            },
            try signed {
                $0["proposals"] = nil
            } _: { _ in
            },
            try signed {
                $0["format"] = 3
            } _: { _ in
            },
            try signed { _ in
            } _: {
                $0["proposals"] = nil
            },
        ]
        for bytes in cases { #expect(refusal(bytes) == .keyring(.shape)) }
        #expect(
            refusal(
                try signed { _ in
                } _: { _ in
                }) == nil)
    }

    @Test func `a proposal that the manifest does not list is refused`() throws {
        let proposal = ProposalEntry(
            id: ProposalID(bits: 5), change: .enable(ActorID(bits: 6)), proposer: ActorID(bits: 7),
            proposed: Bench.now)
        #expect(
            refusal(
                try signed { _ in
                } _: {
                    $0["proposals"] = [proposal.json]
                }) == .keyring(.proposals))
    }
}
