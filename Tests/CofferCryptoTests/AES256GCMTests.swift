import CofferCrypto
import CofferModel
import Testing

/// One text under its own key, for either engine.
struct GCMCase {
    var key: [UInt8]
    var nonce: [UInt8]
    var associated: [UInt8]

    static func random() -> GCMCase {
        let random = SystemRandom()
        return GCMCase(key: random.bytes(32), nonce: random.bytes(12), associated: random.bytes(32))
    }

    func seal(_ text: [UInt8], _ engine: AES256GCM.Engine) -> [UInt8] {
        var buffer = text + [UInt8](repeating: 0, count: AES256GCM.tagBytes)
        unsafe buffer.withUnsafeMutableBytes { buffer in
            unsafe with { parameters in unsafe AES256GCM.seal(buffer, parameters, with: engine) }
        }
        return buffer
    }

    func open(_ sealed: [UInt8], _ engine: AES256GCM.Engine) -> [UInt8]? {
        let out = UnsafeMutableRawBufferPointer.allocate(byteCount: sealed.count, alignment: 1)
        defer { unsafe out.deallocate() }
        let text = unsafe UnsafeMutableRawBufferPointer(
            start: out.baseAddress, count: sealed.count - AES256GCM.tagBytes)
        let opened = unsafe sealed.withUnsafeBytes { sealed in
            unsafe with { parameters in unsafe AES256GCM.open(sealed, into: text, parameters, with: engine) }
        }
        return opened ? unsafe Array(text) : nil
    }

    private func with<Result>(_ body: (AES256GCM.Parameters) -> Result) -> Result {
        unsafe key.withUnsafeBytes { key in
            unsafe nonce.withUnsafeBytes { nonce in
                unsafe associated.withUnsafeBytes { associated in
                    unsafe body(AES256GCM.Parameters(key: key, nonce: nonce, associated: associated))
                }
            }
        }
    }
}

@Suite struct AES256GCMTests {
    static let engines = AES256GCM.Engine.allCases.filter(\.isAvailable)

    @Test(.enabled(if: AES256GCM.Engine.sodium.isAvailable, "this processor has no AES instructions"))
    func `both engines give the same bytes and open each other's`() {
        for count in Array(0...520) + [1023, 1024, 1025, 4095, 4096, 16_384, 65_537] {
            let one = GCMCase.random()
            let text = SystemRandom().bytes(count)
            let sealed = one.seal(text, .sodium)
            #expect(sealed == one.seal(text, .openSSL))
            #expect(one.open(sealed, .sodium) == text)
            #expect(one.open(sealed, .openSSL) == text)
        }
    }

    @Test func `short texts go to libsodium where it can, long ones to OpenSSL`() {
        let short: AES256GCM.Engine = AES256GCM.Engine.sodium.isAvailable ? .sodium : .openSSL
        #expect(AES256GCM.Engine.fitting(1) == short)
        #expect(AES256GCM.Engine.fitting(1024) == short)
        #expect(AES256GCM.Engine.fitting(1025) == .openSSL)
    }

    @Test(arguments: engines)
    func `every flipped bit of text, tag, nonce and associated data is refused`(engine: AES256GCM.Engine) {
        let one = GCMCase.random()
        let sealed = one.seal(Array(0..<33), engine)
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(one.open(changed, engine) == nil)
        }
        for bit in 0..<256 {
            var other = one
            other.associated[bit / 8] ^= 1 << (bit % 8)
            #expect(other.open(sealed, engine) == nil)
            other = one
            other.nonce[bit / 8 % 12] ^= 1 << (bit % 8)
            #expect(other.open(sealed, engine) == nil)
        }
        #expect(one.open(sealed, engine) == Array(0..<33))
    }

    @Test func `threads that seal at once do not disturb each other`() async {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    (0..<50).allSatisfy { round in
                        let one = GCMCase.random()
                        let text = SystemRandom().bytes(1000 + round)
                        return one.open(one.seal(text, .openSSL), .openSSL) == text
                    }
                }
            }
            for await right in group { #expect(right) }
        }
    }
}
