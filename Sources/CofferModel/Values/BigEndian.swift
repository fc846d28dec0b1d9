/// Integers as big-endian bytes, the order of every layout in `docs/formats/`.
public enum BigEndian {
    /// The bytes of an integer, most significant first.
    public static func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        stride(from: Value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// The integer in exactly as many bytes as it is wide, else nil.
    public static func value<Value: FixedWidthInteger>(
        _ bytes: some Collection<UInt8>, as type: Value.Type = Value.self
    ) -> Value? {
        guard bytes.count * 8 == Value.bitWidth else { return nil }
        return bytes.reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
    }
}
