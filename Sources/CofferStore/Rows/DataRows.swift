package import CofferModel

/// One record as it is stored: sealed fields, and in the clear only what finds and orders them.
package struct RecordRow: Hashable, Sendable {
    /// Whose record it is.
    package var subject: SubjectID
    /// The record, unique in the vault.
    package var record: RecordID
    /// The record it belongs to: the device of a credential.
    package var parent: RecordID?
    /// The number of its class.
    package var ofClass: UInt16
    /// The newest revision of any of its fields, at most 2⁶³−1; serves optimistic locking only.
    package var revision: UInt64
    /// When it was first written.
    package var created: Timestamp
    /// When it was last written.
    package var changed: Timestamp
    /// The ledger row that announced its last write.
    package var intent: IntentPosition
    /// Its sealed fields, laid out as ``PackedRow``.
    package var packed: [UInt8]

    /// Takes the columns.
    package init(
        subject: SubjectID, record: RecordID, parent: RecordID?, ofClass: UInt16, revision: UInt64,
        created: Timestamp, changed: Timestamp, intent: IntentPosition, packed: [UInt8]
    ) {
        self.subject = subject
        self.record = record
        self.parent = parent
        self.ofClass = ofClass
        self.revision = revision
        self.created = created
        self.changed = changed
        self.intent = intent
        self.packed = packed
    }

    /// Where it stands in the order of ``DataStore/page(after:limit:)``.
    package var place: RecordPlace { RecordPlace(subject: subject, record: record) }
}

/// The order in which a store is walked: by subject, then by record.
package struct RecordPlace: Hashable, Sendable, Comparable {
    /// Whose record it is.
    package let subject: SubjectID
    /// The record.
    package let record: RecordID

    /// Takes the two identifiers.
    package init(subject: SubjectID, record: RecordID) {
        self.subject = subject
        self.record = record
    }

    /// By subject, then by record.
    package static func < (one: RecordPlace, other: RecordPlace) -> Bool {
        (one.subject, one.record) < (other.subject, other.record)
    }
}

/// A keyed token by which a record is found without its value being known.
package struct IndexRow: Hashable, Sendable, Comparable {
    /// The field.
    package let number: FieldNumber
    /// The generation of the index key.
    package let generation: UInt16
    /// 16 bytes.
    package let token: [UInt8]
    /// Whose record it is.
    package let subject: SubjectID
    /// The record that holds the value.
    package let record: RecordID

    /// Takes the columns; a token of any length but 16 bytes is a bug.
    package init(
        number: FieldNumber, generation: UInt16, token: [UInt8], subject: SubjectID, record: RecordID
    ) {
        precondition(token.count == 16, "a token has 16 bytes")
        self.number = number
        self.generation = generation
        self.token = token
        self.subject = subject
        self.record = record
    }

    /// By subject and record, then by field, generation and token.
    package static func < (one: IndexRow, other: IndexRow) -> Bool {
        if one.subject != other.subject { return one.subject < other.subject }
        if one.record != other.record { return one.record < other.record }
        if one.number != other.number { return one.number < other.number }
        if one.generation != other.generation { return one.generation < other.generation }
        return one.token.lexicographicallyPrecedes(other.token)
    }
}

/// What decisions read about a subject, sealed.
package struct FactsRow: Hashable, Sendable {
    /// Whose facts they are.
    package var subject: SubjectID
    /// Their own revision, at most 2⁶³−1.
    package var revision: UInt64
    /// The ledger row that announced their last write.
    package var intent: IntentPosition
    /// A sealed value of kind 5.
    package var sealed: [UInt8]

    /// Takes the columns.
    package init(subject: SubjectID, revision: UInt64, intent: IntentPosition, sealed: [UInt8]) {
        self.subject = subject
        self.revision = revision
        self.intent = intent
        self.sealed = sealed
    }
}

/// What a company's own reference in an import became.
///
/// The row outlives the subject, so that a second import does not bring an erased customer back.
package struct ReferenceRow: Hashable, Sendable {
    /// 16 bytes, keyed.
    package let token: [UInt8]
    /// The number of the class.
    package let ofClass: UInt16
    /// The subject, or nil once erased.
    package let subject: SubjectID?
    /// The record, or nil for the subject itself and once erased.
    package let record: RecordID?
    /// A keyed hash of what was imported, to see whether it changed; nil once erased.
    package let content: Digest?

    /// Takes the columns; a token of any length but 16 bytes is a bug.
    package init(token: [UInt8], ofClass: UInt16, subject: SubjectID?, record: RecordID?, content: Digest?) {
        precondition(token.count == 16, "a token has 16 bytes")
        self.token = token
        self.ofClass = ofClass
        self.subject = subject
        self.record = record
        self.content = content
    }

    /// Whether what it named was erased.
    package var isErased: Bool { subject == nil }
    /// The row that remains after erasure.
    package var erased: ReferenceRow {
        ReferenceRow(token: token, ofClass: ofClass, subject: nil, record: nil, content: nil)
    }
}

/// A write that was done under a caller's key, and what it was answered.
package struct IdempotencyRow: Hashable, Sendable {
    /// 16 bytes, keyed by the day's key.
    package let token: [UInt8]
    /// The UTC day, counted from 1970-01-01.
    package let day: Int
    /// A keyed hash of the request's body.
    package let body: Digest
    /// The answer: identifiers and revision, no values.
    package let answer: [UInt8]

    /// Takes the columns; a token of any length but 16 bytes is a bug.
    package init(token: [UInt8], day: Int, body: Digest, answer: [UInt8]) {
        precondition(token.count == 16, "a token has 16 bytes")
        self.token = token
        self.day = day
        self.body = body
        self.answer = answer
    }
}
