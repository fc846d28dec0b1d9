/// How a value is answered (architecture: words).
public enum Form: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Yes or no: the value equals one that the asker gave.
    case verified
    /// A keyed pseudonym.
    case label
    /// Part of the value, cut by the field's mask.
    case masked
    /// The value.
    case clear
    /// To a connector or an envelope, never back to the asker.
    case delivered
    /// A count over many, never a row.
    case aggregate

    /// From the most protective to the least; `delivered` and `aggregate` stand apart, below all others.
    public static func < (one: Form, other: Form) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .aggregate: 0
        case .delivered: 1
        case .verified: 2
        case .label: 3
        case .masked: 4
        case .clear: 5
        }
    }
}
