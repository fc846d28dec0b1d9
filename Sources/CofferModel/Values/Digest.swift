/// 32 bytes of SHA-256 or keyed BLAKE2b.
public struct Digest: Hashable, Sendable, LosslessStringConvertible {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// Takes exactly 32 bytes, else nil.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads 64 lower-case hexadecimal digits.
    public init?(_ description: String) {
        guard let bytes = Hex.decode(description.utf8) else { return nil }
        self.init(bytes: bytes)
    }

    /// 64 lower-case hexadecimal digits.
    public var description: String { Hex.encode(bytes) }

    /// 32 zero bytes: the hash before the first.
    public static let zero = Digest(zeros: ())

    private init(zeros: ()) { bytes = Array(repeating: 0, count: 32) }
}
