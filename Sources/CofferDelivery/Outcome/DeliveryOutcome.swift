/// What happened to one message at one try.
package enum DeliveryOutcome: Hashable, Sendable {
    /// The other side took responsibility for it.
    case delivered
    /// Not now: worth another try, after at least so many seconds if the other side named a time.
    case deferred(DeliveryReason, retryAfter: Int64?)
    /// Never: another try would end the same way.
    case refused(DeliveryReason)
}

extension DeliveryOutcome {
    /// Why it did not leave; nil when it did.
    package var reason: DeliveryReason? {
        switch self {
        case .delivered: nil
        case .deferred(let reason, _), .refused(let reason): reason
        }
    }

    /// Put off, without a time named by the other side.
    static func deferred(_ reason: DeliveryReason) -> DeliveryOutcome { .deferred(reason, retryAfter: nil) }
}
