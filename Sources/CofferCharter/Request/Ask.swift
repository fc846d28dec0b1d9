package import CofferModel

/// One field of one record that a request wants, or, without a path, an act on a subject or on the vault.
package struct Ask: Hashable, Sendable {
    /// Whose value; nil for what hangs on no subject (telemetry, a search, an act on the vault).
    package let subject: SubjectID?
    /// The record that holds the value; nil for a search, or for a record that is still to be made.
    package let record: RecordID?
    /// The field; nil for an act.
    package let path: FieldPath?
    /// The form wished for; nil takes the most protective one granted.
    package let form: Form?

    /// Takes the four parts unchecked; the decision checks them.
    package init(subject: SubjectID?, record: RecordID?, path: FieldPath?, form: Form?) {
        self.subject = subject
        self.record = record
        self.path = path
        self.form = form
    }
}
