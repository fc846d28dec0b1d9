import CofferModel

/// Fixed-width parts, big-endian, one after another: what a derivation hashes.
struct Message {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(96) }

    init(_ bits: UInt128) { self = Message().add(bits) }

    consuming func add(_ value: some FixedWidthInteger) -> Message {
        var message = self
        unsafe withUnsafeBytes(of: value.bigEndian) { unsafe message.bytes.append(contentsOf: $0) }
        return message
    }

    consuming func add(_ number: FieldNumber) -> Message { add(number.ofClass).add(number.field) }

    consuming func add(counted part: [UInt8]) -> Message { add(UInt32(part.count)).add(part) }

    consuming func add(_ part: [UInt8]) -> Message {
        var message = self
        message.bytes.append(contentsOf: part)
        return message
    }
}
