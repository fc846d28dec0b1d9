package import CofferModel

/// What a request was granted and denied of one record, or wrote to it.
package struct LedgerCell: Hashable, Sendable {
    /// The record; nil for what belongs to the subject or to no record.
    package var record: Reference?
    /// The fields answered, by form.
    package var granted: [Form: [FieldPath]]
    /// The fields refused, by code.
    package var denied: [Code: [FieldPath]]
    /// The fields written.
    package var written: [FieldPath] = []

    /// Takes the fields answered and refused.
    package init(record: Reference?, granted: [Form: [FieldPath]], denied: [Code: [FieldPath]]) {
        self.record = record
        self.granted = granted
        self.denied = denied
    }

    /// Takes the fields written.
    package init(record: Reference?, written: [FieldPath]) {
        self.record = record
        self.written = written
        granted = [:]
        denied = [:]
    }
}

/// One stored row that a write makes, replaces or removes.
package struct LedgerChange: Hashable, Sendable {
    /// The record; nil for the subject's facts.
    package var record: Reference?
    /// The revision it has afterwards.
    package var revision: UInt64
    /// The hash of the stored row afterwards (crypto.md §3); nil when it is removed.
    package var hash: Digest?

    /// Takes the stored row's name, revision and hash.
    package init(record: Reference?, revision: UInt64, hash: Digest?) {
        self.record = record
        self.revision = revision
        self.hash = hash
    }
}
