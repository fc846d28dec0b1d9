import CofferModel

/// Fixed-width parts, big-endian, one after another: what a derivation hashes.
struct Message {
    private(set) var bytes: [UInt8] = []

    init() {}

    init(_ bits: UInt128) { bytes = BigEndian.bytes(bits) }

    func add(_ value: some FixedWidthInteger) -> Message { add(BigEndian.bytes(value)) }

    func add(_ number: FieldNumber) -> Message { add(number.ofClass).add(number.field) }

    func add(counted part: [UInt8]) -> Message { add(UInt32(part.count)).add(part) }

    func add(_ part: [UInt8]) -> Message {
        var longer = self
        longer.bytes.append(contentsOf: part)
        return longer
    }
}
