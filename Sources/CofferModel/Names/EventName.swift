/// What can happen to a customer, a service of his or one record: a closed list (requirements §3.5).
public enum EventName: String, Hashable, Sendable, CaseIterable, Comparable {
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
    /// A certificate was handed over to its owner; noted by the hand-over alone.
    case handedOver = "handed_over"

    /// Whether the event is one of a service, and so counts for that service alone.
    public var isOfService: Bool {
        switch self {
        case .ordered, .serviceEnded, .paymentReceived, .paymentReversed, .workDone, .workPaid,
            .warrantySet:
            true
        default: false
        }
    }

    /// Whether the event names a date to come, in `until`.
    public var hasDate: Bool { self == .warrantySet || self == .validitySet }

    /// Alphabetical.
    public static func < (one: EventName, other: EventName) -> Bool { one.rawValue < other.rawValue }
}
