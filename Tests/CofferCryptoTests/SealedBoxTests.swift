import CofferCrypto
import CofferModel
import Testing

@Suite struct SealedBoxTests {
    let arena: KeyArena

    init() throws { arena = try KeyArena(slots: 16) }

    @Test func `a key sealed to a role opens for that role alone`() throws {
        let role = try SecretKey(random: SystemRandom(), in: arena)
        let other = try SecretKey(random: SystemRandom(), in: arena)
        let key = try Known.fieldKey(arena)
        let made = SealedBox.seal(key: key, to: SealedBox.publicKey(of: role))
        let sealed = try #require(made)
        #expect(sealed.count == SealedBox.byteCount)
        let opened = try SealedBox.open(sealed, with: role, in: arena)
        let same = opened.equals(key)
        #expect(same)
        #expect(throws: KeyNotOpened.cannotOpen) { _ = try SealedBox.open(sealed, with: other, in: arena) }
    }

    @Test func `every flipped bit and every cut is refused`() throws {
        let role = try SecretKey(random: SystemRandom(), in: arena)
        let key = try Known.fieldKey(arena)
        let made = SealedBox.seal(key: key, to: SealedBox.publicKey(of: role))
        let sealed = try #require(made)
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: KeyNotOpened.cannotOpen) {
                _ = try SealedBox.open(changed, with: role, in: arena)
            }
        }
        for count in 0..<sealed.count {
            #expect(throws: KeyNotOpened.cannotOpen) {
                _ = try SealedBox.open(sealed[..<count], with: role, in: arena)
            }
        }
    }

    @Test func `nothing is sealed to a point of small order or to a key of another length`() throws {
        let key = try Known.fieldKey(arena)
        let smallOrder = SealedBox.seal(key: key, to: [UInt8](repeating: 0, count: 32))
        let short = SealedBox.seal(key: key, to: [1])
        #expect(smallOrder == nil && short == nil)
    }
}
