/// What a webhook's answer means for the message.
enum WebhookVerdict {
    /// The status decides; without one, how the connection ended.
    ///
    /// - Parameters:
    ///   - end: how the transfer ended; an answer cut for its length is still one.
    ///   - status: of the answer, 0 for none.
    ///   - retryAfter: seconds that the answer asks to wait, 0 for none.
    ///   - isAllSent: whether the whole request was handed over.
    ///   - isBarred: whether every address of the host was one that is not allowed.
    /// - Returns: the outcome.
    static func outcome(
        _ end: TransferEnd, status: Int, retryAfter: Int64, isAllSent: Bool, isBarred: Bool
    ) -> DeliveryOutcome {
        if isBarred { return .refused(.init(.target)) }
        if status >= 200 { return outcome(status: UInt16(clamping: status), retryAfter) }
        return switch end {
        case .unreachable: .deferred(.init(.unreachable))
        case .tls: .deferred(.init(.tls))
        case .local: .deferred(.init(.local))
        case .timeout where !isAllSent: .deferred(.init(.timeout))
        case .lost where !isAllSent: .deferred(.init(.interrupted))
        case .timeout, .lost, .finished: .deferred(.init(.unknown))
        }
    }

    private static func outcome(status: UInt16, _ retryAfter: Int64) -> DeliveryOutcome {
        let wait = retryAfter > 0 ? retryAfter : nil
        func reason(_ cause: DeliveryCause) -> DeliveryReason { .init(cause, status: status) }
        return switch status {
        case 200...299: .delivered
        case 300...399: .refused(reason(.redirect))
        case 401, 403, 407: .deferred(reason(.credentials), retryAfter: wait)
        case 408, 425, 429, 500...: .deferred(reason(.busy), retryAfter: wait)
        case 410: .refused(reason(.gone))
        default: .refused(reason(.rejected))
        }
    }
}
