package import CofferModel

/// How long labels of a kind stay the same: the key of a period makes them, and goes when it is over.
package enum LabelPeriod: String, Hashable, Sendable, CaseIterable {
    case day, month, quarter

    /// The period that a moment is in, in UTC (`docs/formats/derivations.md`).
    ///
    /// The top byte says of which kind it is, so that no two kinds share a number: 0 quarter, 1 month, 2 day. The rest
    /// counts quarters from the year 0, months from the year 0, and days from 1970.
    package func number(at time: Timestamp) -> UInt32 {
        let (year, month, _) = time.calendarDay
        let count =
            switch self {
            case .quarter: year * 4 + (month - 1) / 3
            case .month: year * 12 + month - 1
            case .day: time.day
            }
        return kind << 24 | UInt32(clamping: count) & 0xFF_FFFF
    }

    private var kind: UInt32 {
        switch self {
        case .quarter: 0
        case .month: 1
        case .day: 2
        }
    }

    /// When a period is over: the first moment of the next one.
    ///
    /// - Parameter number: as ``number(at:)`` counts it.
    /// - Returns: nil for 0, which never ends, and for what is no period.
    package static func end(of number: UInt32) -> Timestamp? {
        let count = Int(number & 0xFF_FFFF) + 1
        guard number != 0 else { return nil }
        return switch number >> 24 {
        case 0: Timestamp(year: count / 4, month: count % 4 * 3 + 1, day: 1)
        case 1: Timestamp(year: count / 12, month: count % 12 + 1, day: 1)
        case 2: Timestamp(milliseconds: Int64(count) * 86_400_000)
        default: nil
        }
    }
}
