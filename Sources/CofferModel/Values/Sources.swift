/// Where random bits come from.
///
/// Two exist: the system's pool, and a seeded one for tests and simulation.
public protocol RandomSource: Sendable {
    /// Fills a buffer with bits nobody can predict.
    func fill(_ buffer: UnsafeMutableRawBufferPointer)
}

extension RandomSource {
    /// 128 random bits.
    public func bits128() -> UInt128 {
        var bits: UInt128 = 0
        unsafe withUnsafeMutableBytes(of: &bits) { unsafe fill($0) }
        return bits
    }

    /// A short array of random bytes; for keys use the locked arena instead.
    public func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe bytes.withUnsafeMutableBytes { unsafe fill($0) }
        return bytes
    }
}

/// Where the time comes from.
///
/// Two exist: the system's clock, and one that tests turn by hand.
public protocol TimeSource: Sendable {
    /// The time now, in UTC.
    func now() -> Timestamp
}
