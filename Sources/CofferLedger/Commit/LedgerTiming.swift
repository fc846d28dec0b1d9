import CofferModel

/// How long a commit may take, and how often the anchor is brought up to date.
package struct LedgerTiming: Hashable, Sendable {
    /// Milliseconds after which a commit that has not ended halts the ledger.
    package let deadline: Int
    /// Milliseconds between two updates of the anchor.
    package let anchorInterval: Int

    /// Takes both in milliseconds.
    package init(deadline: Int, anchorInterval: Int) {
        self.deadline = deadline
        self.anchorInterval = anchorInterval
    }

    /// As ``Limits`` has them.
    package static let standard = LedgerTiming(
        deadline: Limits.ledgerDeadline, anchorInterval: Limits.anchorInterval)
}
