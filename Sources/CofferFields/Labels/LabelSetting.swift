package import CofferModel

/// For whom the labels of one notice are made, and when: what their scopes depend on.
package struct LabelSetting: Sendable {
    /// Who reads the message; nil while that is nobody yet.
    package var reader: LabelReader?
    /// The service that each record belongs to; one that is not named belongs to `default`.
    package var services: [RecordID: String]
    /// The message's own id, the same at every try to send it.
    package var message: [UInt8]
    /// The record that the message is about.
    package var document: RecordID
    /// The time, which says in which periods.
    package var now: Timestamp
    /// The texts of labels that only the table knows, by their target (``Fields/tableTargets(_:_:_:_:)``).
    package var table: [[UInt8]: String] = [:]

    /// Takes the parts.
    ///
    /// - Parameters:
    ///   - reader: who reads the message; nil while that is nobody yet.
    ///   - services: the service that each record belongs to.
    ///   - message: the message's own id, at least 16 bytes that no other message has.
    ///   - document: the record that the message is about.
    ///   - now: the time.
    package init(
        reader: LabelReader?, services: [RecordID: String], message: [UInt8], document: RecordID,
        now: Timestamp
    ) {
        self.reader = reader
        self.services = services
        self.message = message
        self.document = document
        self.now = now
    }

    /// The service of a record.
    func service(of record: RecordID) -> String { services[record] ?? "default" }
}

/// Who reads a message, as far as its labels depend on it.
package enum LabelReader: Hashable, Sendable {
    /// The customer, at the address that a field of a record had in a revision.
    case channel(RecordID, FieldNumber, revision: UInt64)
    /// Somebody who is no customer, by his name in the register.
    case recipient(String)
}
