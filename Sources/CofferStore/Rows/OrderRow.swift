package import CofferModel

/// What a card may be charged for, sealed, while it may; once it is used up or taken back, its name alone.
package struct OrderRow: Hashable, Sendable {
    /// The order's number, keyed by a key of its subject's own.
    package let name: Reference
    /// Whose order it is.
    package let subject: SubjectID
    /// Counts what became of it, from 1, at most 2⁶³−1.
    package var revision: UInt64
    /// The ledger row that announced its last write.
    package var intent: IntentPosition
    /// A sealed value of kind 7; nil once nothing may be charged for it any more.
    package var sealed: [UInt8]?

    /// Takes the columns.
    package init(
        name: Reference, subject: SubjectID, revision: UInt64, intent: IntentPosition, sealed: [UInt8]?
    ) {
        self.name = name
        self.subject = subject
        self.revision = revision
        self.intent = intent
        self.sealed = sealed
    }
}
