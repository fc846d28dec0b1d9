package import CofferModel

/// What opening a log found.
package struct OpeningReport: Hashable, Sendable {
    /// The number of rows, all replayed.
    package let size: UInt64
    /// The highest row of which, and of all before it, the stores are known to hold what it intended; 0 for none.
    package let doneThrough: UInt64
    /// The intents above ``doneThrough`` that no row closes: each is to be finished, or closed as aborted.
    package let openIntents: [LedgerRow]
    /// Rows after the last checkpoint, the last perhaps in part: cut, because no receipt followed them.
    package let cutRows: Int
    /// The time of the last row.
    package let lastTime: Timestamp?
    /// The size that the anchor held; nil when there was no anchor, so that a cut tail would go unseen.
    package let anchoredSize: UInt64?
}
