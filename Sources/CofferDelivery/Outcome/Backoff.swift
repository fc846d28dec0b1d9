package import CofferModel

/// When to try again.
package enum Backoff {
    /// The moment of the next try, or nil when the message has lived long enough and counts as undeliverable.
    ///
    /// Waits double from ``DeliveryLimits/firstWaitSeconds`` to ``DeliveryLimits/longestWaitSeconds``, give or
    /// take a fifth, so that what failed together does not come back together.
    ///
    /// - Parameters:
    ///   - tries: how often it was tried, 1 or more.
    ///   - now: the end of the last try.
    ///   - made: when the message was made.
    ///   - life: how many seconds it is worth trying; at most ``DeliveryLimits/lifeSeconds`` counts.
    ///   - retryAfter: what the other side asked for, in seconds; up to ``DeliveryLimits/askedWaitSeconds`` it
    ///     is a least.
    ///   - random: where the spread comes from.
    /// - Returns: the moment, in whole seconds after `now`.
    package static func next(
        afterTries tries: Int, at now: Timestamp, made: Timestamp, life: Int64, retryAfter: Int64?,
        random: some RandomSource
    ) -> Timestamp? {
        let asked = min(max(retryAfter ?? 0, 0), DeliveryLimits.askedWaitSeconds)
        let next = now.adding(seconds: max(wait(afterTries: tries, random), asked))
        let end = made.adding(seconds: min(life, DeliveryLimits.lifeSeconds))
        return next <= end ? next : nil
    }

    private static func wait(afterTries tries: Int, _ random: some RandomSource) -> Int64 {
        let doublings = min(max(tries - 1, 0), 16)
        let middle = min(DeliveryLimits.firstWaitSeconds << doublings, DeliveryLimits.longestWaitSeconds)
        let spread = middle / 5
        let drawn = random.bytes(4).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return middle - spread + (drawn * (2 * spread + 1)) >> 32
    }
}
