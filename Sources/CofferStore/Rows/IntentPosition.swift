/// Where the ledger announced a write: the log and the sequence of its intent row.
///
/// Every stored row names the intent that brought it, so that a row nobody announced is seen (crypto.md §6).
package struct IntentPosition: Hashable, Sendable, Comparable {
    /// The number of the log.
    package let log: UInt16
    /// The intent's sequence in that log, at most 2⁶³−1.
    package let sequence: UInt64

    /// Takes a position; a sequence above 2⁶³−1 is a bug.
    package init(log: UInt16, sequence: UInt64) {
        precondition(sequence <= UInt64(Int64.max), "a sequence is above 2^63 - 1")
        self.log = log
        self.sequence = sequence
    }

    /// By log, then by sequence.
    package static func < (one: IntentPosition, other: IntentPosition) -> Bool {
        (one.log, one.sequence) < (other.log, other.sequence)
    }
}
