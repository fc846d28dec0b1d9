package import CofferModel

/// Something that happened to a subject, a service of his or one record; moves retention and state.
package struct SubjectEvent: Hashable, Sendable {
    package typealias Name = EventName

    /// What happened.
    package var name: Name
    /// To which service; nil counts for every service opened by then.
    package var service: String?
    /// To which record; nil counts for every record made by then.
    package var record: RecordID?
    /// When.
    package var at: Timestamp
    /// The date it sets, for `warranty_set` and `validity_set`.
    package var until: Timestamp?

    /// Takes what happened and when.
    package init(name: Name, service: String?, record: RecordID?, at: Timestamp, until: Timestamp?) {
        self.name = name
        self.service = service
        self.record = record
        self.at = at
        self.until = until
    }
}
