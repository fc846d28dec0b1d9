import CofferDelivery
import CofferModel
import Testing

@Suite struct BackoffTests {
    /// The same byte for ever.
    private struct Same: RandomSource {
        let byte: UInt8
        func fill(_ buffer: UnsafeMutableRawBufferPointer) {
            unsafe buffer.initializeMemory(as: UInt8.self, repeating: byte)
        }
    }

    private func wait(_ tries: Int, _ byte: UInt8, retryAfter: Int64? = nil) -> Int64? {
        Backoff.next(
            afterTries: tries, at: Samples.noon, made: Samples.noon, life: DeliveryLimits.lifeSeconds,
            retryAfter: retryAfter, random: Same(byte: byte)
        ).map { ($0.milliseconds - Samples.noon.milliseconds) / 1000 }
    }

    @Test func `waits double from half a minute to four hours, give or take a fifth`() {
        #expect(
            (1...12).map { wait($0, 0) } == [
                24, 48, 96, 192, 384, 768, 1536, 3072, 6144, 11520, 11520, 11520,
            ])
        #expect(
            (1...12).map { wait($0, 255) } == [
                36, 72, 144, 288, 576, 1152, 2304, 4608, 9216, 17280, 17280, 17280,
            ])
        #expect(wait(1, 128) == 30)
        #expect(wait(Int.max, 0) == 11520)
    }

    @Test func `what the other side asks for is a least, within a day`() {
        #expect(wait(1, 0, retryAfter: 300) == 300)
        #expect(wait(8, 0, retryAfter: 300) == 3072)
        #expect(wait(1, 0, retryAfter: Int64.max) == 86_400)
        #expect(wait(1, 0, retryAfter: -5) == 24)
    }

    @Test func `a message is not tried beyond its life, nor beyond seven days`() {
        func next(_ age: Int64, life: Int64) -> Timestamp? {
            Backoff.next(
                afterTries: 1, at: Samples.noon, made: Samples.noon.adding(seconds: -age), life: life,
                retryAfter: nil, random: Same(byte: 128))
        }
        #expect(next(7 * 86_400 - 30, life: Int64.max / 2) == Samples.noon.adding(seconds: 30))
        #expect(next(7 * 86_400 - 29, life: Int64.max / 2) == nil)
        #expect(next(600, life: 630) != nil)
        #expect(next(600, life: 629) == nil)
    }
}
