package import CofferModel

/// For whom the labels of one notice are made, and when: what their scopes depend on.
package struct LabelSetting: Sendable {
    /// The record and field that hold the address the message goes to; nil for staff, who have no channel.
    package var channel: (record: RecordID, number: FieldNumber)?
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
    ///   - channel: the record and field that hold the address; nil for staff.
    ///   - services: the service that each record belongs to.
    ///   - message: the message's own id, at least 16 bytes that no other message has.
    ///   - document: the record that the message is about.
    ///   - now: the time.
    package init(
        channel: (record: RecordID, number: FieldNumber)?, services: [RecordID: String], message: [UInt8],
        document: RecordID, now: Timestamp
    ) {
        self.channel = channel
        self.services = services
        self.message = message
        self.document = document
        self.now = now
    }

    /// The service of a record.
    func service(of record: RecordID) -> String { services[record] ?? "default" }
}
