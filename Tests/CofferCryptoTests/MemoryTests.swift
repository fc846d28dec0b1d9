import CofferCrypto
import CofferModel
import Testing

@Suite struct KeyArenaTests {
    @Test func `an arena that is full says so, and has room again when a key ends`() throws {
        let arena = try KeyArena(slots: 2)
        let first = try SecretKey.zeros(in: arena)
        do {
            let second = try SecretKey(random: SystemRandom(), in: arena)
            #expect(throws: ArenaError.exhausted) { _ = try SecretKey.zeros(in: arena) }
            let same = second.equals(first)
            #expect(!same)
            _ = consume second
        }
        #expect(arena.used == 1)
        let third = try first.duplicate()
        let same = third.equals(first)
        #expect(same)
    }
}

@Suite struct SigningTests {
    @Test func `a signature verifies for its message and key, and for nothing else`() throws {
        let arena = try KeyArena(slots: 4)
        let pair = try SigningKey(random: SystemRandom(), in: arena)
        let signature = pair.sign([1, 2, 3])
        let publicKey = pair.publicKey
        #expect(publicKey.verifies(signature: signature, of: [1, 2, 3]))
        #expect(!publicKey.verifies(signature: signature, of: [1, 2]))
        #expect(!publicKey.verifies(signature: signature.dropLast(), of: [1, 2, 3]))
        let other = try SigningKey(random: SystemRandom(), in: arena).publicKey
        #expect(!other.verifies(signature: signature, of: [1, 2, 3]))
    }

    @Test func `SHA-256 of "abc" is the known answer of FIPS 180-4`() {
        #expect(
            SHA256.hash([0x61], [0x62, 0x63]).description
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
