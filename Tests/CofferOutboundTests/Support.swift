import CofferForms
import CofferModel
import CofferOutbound

/// The fields that the scan finds in a notice.
func leaks(in notice: RenderedNotice, of values: [ScannedValue]) -> [FieldNumber] {
    LeakScan(for: values).fields(in: OutboundMessage(notice))
}

/// A value of a field with a number of its own.
func scanned(_ type: FieldType, _ text: String, number: UInt32 = 1) throws -> ScannedValue {
    ScannedValue(
        number: FieldNumber(ofClass: 1, field: number), type: type,
        bytes: try Canonical.bytes(
            of: .string(text), as: type, at: Timestamp(milliseconds: 1_795_257_600_000)))
}

/// Numbers that are the same in each run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// One of a text's characters, so many times.
    mutating func text(_ count: Int, of alphabet: String) -> String {
        let letters = Array(alphabet)
        return String((0..<count).map { _ in letters[Int.random(in: letters.indices, using: &self)] })
    }
}
