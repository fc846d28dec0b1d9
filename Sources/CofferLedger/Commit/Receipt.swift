package import CofferModel

/// Proof that rows are in the ledger, durable, under a signed checkpoint; only a ledger makes one.
///
/// Whoever reveals, changes or sends something asks for one first.
package struct Receipt: ~Copyable, Sendable {
    /// The request whose rows they are.
    package let request: RequestID
    /// The log that has them.
    package let log: UInt16
    /// Their numbers, in the order of the entries.
    package let sequences: Range<UInt64>
    /// When they were recorded.
    package let time: Timestamp

    init(request: RequestID, log: UInt16, sequences: Range<UInt64>, time: Timestamp) {
        self.request = request
        self.log = log
        self.sequences = sequences
        self.time = time
    }
}
