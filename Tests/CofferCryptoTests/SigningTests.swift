import CofferCrypto
import CofferModel
import Testing

@Suite struct SigningTests {
    @Test func `a signature verifies for its message and key, and for nothing else`() throws {
        let arena = try KeyArena(slots: 4)
        let pair = try SigningKey(random: SystemRandom(), in: arena)
        let signature = pair.sign([1, 2, 3])
        let publicKey = pair.publicKey
        #expect(publicKey.verifies(signature: signature, of: [1, 2, 3]))
        #expect(!publicKey.verifies(signature: signature, of: [1, 2]))
        #expect(!publicKey.verifies(signature: signature, of: []))
        for bit in 0..<signature.count * 8 {
            var changed = signature
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(!publicKey.verifies(signature: changed, of: [1, 2, 3]))
        }
        #expect(!publicKey.verifies(signature: signature.dropLast(), of: [1, 2, 3]))
        #expect(!publicKey.verifies(signature: signature + [0], of: [1, 2, 3]))
        let other = try SigningKey(random: SystemRandom(), in: arena).publicKey
        #expect(!other.verifies(signature: signature, of: [1, 2, 3]))
    }

    @Test func `the first test of RFC 8032 gives its key and signature`() throws {
        let arena = try KeyArena(slots: 2)
        let seed = try secret(hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"), arena)
        let pair = SigningKey(seed: seed)
        let (publicKey, signature) = (pair.publicKey, pair.sign([]))
        #expect(
            Hex.encode(publicKey.bytes) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        #expect(
            Hex.encode(signature)
                == "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b")
    }

    @Test func `a pair made of a kept seed is the same pair`() throws {
        let arena = try KeyArena(slots: 4)
        let pair = try SigningKey(random: SystemRandom(), in: arena)
        let seed = try secret(Array(0..<32), arena)
        let copy = pair.withSeed { seed in unsafe seed.withBytes { unsafe Array($0) } }
        let again = SigningKey(seed: try secret(copy, arena))
        let (one, two) = (pair.publicKey, again.publicKey)
        #expect(one == two)
        let other = SigningKey(seed: seed).publicKey
        #expect(one != other)
    }

    @Test func `a public key has 32 bytes`() {
        #expect(PublicKey(bytes: [UInt8](repeating: 0, count: 31)) == nil)
        #expect(PublicKey(bytes: [UInt8](repeating: 0, count: 33)) == nil)
    }
}

@Suite struct SHA256Tests {
    @Test func `"abc" in any parts gives the known answer of FIPS 180-4`() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(SHA256.hash([0x61], [0x62, 0x63]).description == known)
        var hash = SHA256()
        hash.update([0x61])
        hash.update([0x62, 0x63][...])
        hash.update([])
        let digest = hash.digest()
        #expect(digest.description == known)
        #expect(unsafe Array("abc".utf8).withUnsafeBytes { unsafe SHA256.hash($0) } == digest)
        #expect(
            SHA256.hash().description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}
