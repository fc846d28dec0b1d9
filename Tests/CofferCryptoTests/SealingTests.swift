import CofferCrypto
import CofferModel
import Testing

@Suite struct SealingTests {
    let arena: KeyArena
    let pool: BufferPool
    let sealer = Sealer(random: SystemRandom())

    init() throws {
        arena = try KeyArena(slots: 32)
        pool = try BufferPool(buffers: 2, bytesEach: 64 * 1024)
    }

    /// What opening gives, or nil when it is refused.
    func opened(
        _ sealed: [UInt8], _ key: borrowing SecretKey, _ scope: borrowing SecretKey,
        _ context: SealingContext,
        versions: ClosedRange<UInt16> = 1...1
    ) throws -> [UInt8]? {
        var buffer = try pool.take()
        do {
            _ = try SealedValue.open(
                sealed, under: key, versions: versions, scope: scope, context: context, into: &buffer)
        } catch {
            #expect(buffer.count == 0)
            return nil
        }
        return contents(buffer)
    }

    @Test func `a value sealed under any kind and length opens again, 48 bytes longer in between`() throws {
        let key = try Known.fieldKey(arena)
        let scope = try Known.scopeKey(arena)
        for kind in SealedKind.allCases {
            let context = Known.context(field: 7, revision: 1, kind: kind)
            for count in [1, 2, 15, 16, 17, 127, 1023, 1024, 1025, 4096, 65_536 - 1] {
                let text = SystemRandom().bytes(count)
                let sealed = sealer.seal(text, under: key, version: 1, scope: scope, context: context)
                #expect(sealed.count == count + SealedValue.overhead)
                #expect(try opened(sealed, key, scope, context) == text)
            }
        }
    }

    @Test func `padding while sealing gives the text that padding before gives`() throws {
        let key = try Known.fieldKey(arena)
        let scope = try Known.scopeKey(arena)
        let context = Known.context(field: 7, revision: 1)
        for block in [1, 16, 32, 64, 256] {
            for count in [0, 1, 15, 16, 31, 32, 63, 64, 300] {
                let value = SystemRandom().bytes(count)
                let sealed = unsafe value.withUnsafeBytes {
                    unsafe sealer.seal(
                        $0, paddedTo: block, under: key, version: 1, scope: scope, context: context)
                }
                let padded = Padding.padded(value, block: block)
                #expect(padded.count.isMultiple(of: block))
                #expect(try opened(sealed, key, scope, context) == padded)
                #expect(unsafe padded.withUnsafeBytes { unsafe Padding.unpaddedCount($0) } == count)
            }
        }
    }

    @Test(arguments: [[], [0], [0, 0], [1], [0x80, 1], [0x80, 0, 0x40, 0]] as [[UInt8]])
    func `bytes without padding are told`(bytes: [UInt8]) {
        #expect(unsafe bytes.withUnsafeBytes { unsafe Padding.unpaddedCount($0) } == nil)
    }

    @Test(arguments: Known.values)
    func `every flipped bit, cut and extension is refused`(known: Known.Value) throws {
        let key = try Known.fieldKey(arena)
        let scope = try Known.scopeKey(arena)
        let sealed = try hex(known.sealed)
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(try opened(changed, key, scope, known.context, versions: 1...65_535) == nil)
        }
        for count in 0..<sealed.count {
            #expect(try opened(Array(sealed[..<count]), key, scope, known.context) == nil)
        }
        #expect(try opened(sealed + [0], key, scope, known.context) == nil)
        #expect(try opened(sealed + [0], key, scope, known.context) == nil)
    }

    @Test(arguments: Known.values)
    func `every flipped bit of the context is refused`(known: Known.Value) throws {
        let key = try Known.fieldKey(arena)
        let scope = try Known.scopeKey(arena)
        let sealed = try hex(known.sealed)
        for context in Self.neighbours(of: known.context) {
            #expect(try opened(sealed, key, scope, context) == nil)
        }
    }

    static func neighbours(of context: SealingContext) -> [SealingContext] {
        var others: [SealingContext] = []
        func add(_ change: (inout SealingContext) -> Void) {
            var other = context
            change(&other)
            others.append(other)
        }
        for bit in 0..<128 {
            add { $0.vault = VaultID(bits: $0.vault.bits ^ 1 << bit) }
            add { $0.subject ^= 1 << bit }
            add { $0.record ^= 1 << bit }
        }
        for bit in 0..<64 { add { $0.revision ^= 1 << bit } }
        for bit in 0..<32 { add { $0.field ^= 1 << bit } }
        for bit in 0..<16 { add { $0.ofClass ^= 1 << bit } }
        for kind in SealedKind.allCases where kind != context.kind { add { $0.kind = kind } }
        return others
    }

    @Test func `another key, another scope and a version out of range are refused`() throws {
        let key = try Known.fieldKey(arena)
        let scope = try Known.scopeKey(arena)
        let other = try Known.otherKey(arena)
        let context = Known.context(field: 7, revision: 1)
        let sealed = sealer.seal([1, 0x80], under: key, version: 3, scope: scope, context: context)
        #expect(SealedValue.version(of: sealed) == 3)
        #expect(try opened(sealed, key, scope, context, versions: 2...4) == [1, 0x80])
        #expect(try opened(sealed, other, scope, context, versions: 2...4) == nil)
        #expect(try opened(sealed, key, other, context, versions: 2...4) == nil)
        #expect(try opened(sealed, key, scope, context, versions: 1...2) == nil)
        #expect(try opened(sealed, key, scope, context, versions: 4...9) == nil)
    }

    @Test func `a value that has no room is refused, and the buffer keeps what it had`() throws {
        let key = try Known.fieldKey(arena)
        let scope = try Known.scopeKey(arena)
        let context = Known.context(field: 7, revision: 1)
        let sealed = sealer.seal(
            [UInt8](repeating: 7, count: 9), under: key, version: 1, scope: scope, context: context)
        var buffer = try BufferPool(buffers: 1, bytesEach: 16).take()
        try buffer.append([1, 2, 3, 4, 5, 6, 7, 8])
        #expect(buffer.room == 8)
        #expect(throws: CannotOpen()) {
            _ = try SealedValue.open(
                sealed, under: key, versions: 1...1, scope: scope, context: context, into: &buffer)
        }
        #expect(contents(buffer) == [1, 2, 3, 4, 5, 6, 7, 8])
    }

    @Test func `a wrapped key opens to itself, changed or elsewhere to nothing`() throws {
        let key = try Known.fieldKey(arena)
        let zeros = try SecretKey.zeros(in: arena)
        let scope = try SecretKey(random: SystemRandom(), in: arena)
        let sealed = sealer.seal(key: scope, under: key, version: 5, scope: zeros, context: Known.wrapping)
        #expect(sealed.count == 80)
        let again = try SealedValue.openKey(
            sealed, under: key, versions: 5...5, scope: zeros, context: Known.wrapping, in: arena)
        let same = again.equals(scope)
        #expect(same)
        let used = arena.used
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: KeyNotOpened.cannotOpen) {
                _ = try SealedValue.openKey(
                    changed, under: key, versions: 1...65_535, scope: zeros, context: Known.wrapping,
                    in: arena)
            }
        }
        for bytes in [Array(sealed.dropLast()), sealed + [0]] {
            #expect(throws: KeyNotOpened.cannotOpen) {
                _ = try SealedValue.openKey(
                    bytes, under: key, versions: 5...5, scope: zeros, context: Known.wrapping, in: arena)
            }
        }
        #expect(arena.used == used)
    }

    @Test func `a key that finds the arena full is no tampering`() throws {
        let small = try KeyArena(slots: 1)
        let key = try Known.fieldKey(arena)
        let zeros = try SecretKey.zeros(in: small)
        #expect(throws: KeyNotOpened.noRoom(.exhausted)) {
            _ = try SealedValue.openKey(
                hex(Known.wrapped), under: key, versions: 5...5, scope: zeros, context: Known.wrapping,
                in: small)
        }
    }
}

@Suite struct SaltTests {
    @Test func `salts differ for one text, and for two texts under a random state that repeats`() throws {
        let arena = try KeyArena(slots: 4)
        let key = try Known.fieldKey(arena)
        let scope = try Known.scopeKey(arena)
        let context = Known.context(field: 7, revision: 1)
        func salt(_ sealer: Sealer, _ text: [UInt8]) -> [UInt8] {
            Array(sealer.seal(text, under: key, version: 1, scope: scope, context: context)[4..<12])
        }
        let stuck = Fixed(bytes: Array(0..<16))
        let sealer = Sealer(random: stuck)
        #expect(Set((0..<1000).map { _ in salt(sealer, [1]) }).count == 1000)
        #expect(salt(Sealer(random: stuck), [1]) == salt(Sealer(random: stuck), [1]))
        #expect(salt(Sealer(random: stuck), [1]) != salt(Sealer(random: stuck), [2]))
    }
}
