package import CofferModel

/// Something that happened to a subject, a service of his or one record; moves retention and state.
package struct SubjectEvent: Hashable, Sendable {
    /// The closed list of what can happen (requirements §3.5).
    package enum Name: String, Hashable, Sendable, CaseIterable {
        case ordered, objected, released, decided, unsubscribed
        case serviceEnded = "service_ended"
        case paymentReceived = "payment_received"
        case paymentReversed = "payment_reversed"
        case workDone = "work_done"
        case workPaid = "work_paid"
        case warrantySet = "warranty_set"
        case validitySet = "validity_set"
        case paymentProcessed = "payment_processed"
        case authorizationDone = "authorization_done"
        case noticeGiven = "notice_given"
        case decommissioned
        case eventEnded = "event_ended"
        case accountDeleted = "account_deleted"

        /// Whether the event is one of a service, and so counts for that service alone.
        package var isOfService: Bool {
            switch self {
            case .ordered, .serviceEnded, .paymentReceived, .paymentReversed, .workDone, .workPaid,
                .warrantySet:
                true
            default: false
            }
        }

        /// Whether the event names a date to come, in ``SubjectEvent/until``.
        package var hasDate: Bool { self == .warrantySet || self == .validitySet }
    }

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
