package import CofferModel

/// What became of one use of a connector.
package enum ConnectorOutcome: Sendable {
    /// It answered: in a word, and at length, where it may repeat what it was handed.
    case answered(Used.Status, [UInt8])
    /// Nothing of it has left.
    case unsent(DeliveryCause)
    /// Some of it has left, and no answer came: it may have been carried out.
    case unknown(DeliveryCause)
}

extension ConnectorOutcome {
    init(_ end: TransferEnd, status: Int, _ call: ConnectorCall) {
        if status >= 200 {
            self = .answered(.http(status), call.answer.bytes)
            return
        }
        let cause: DeliveryCause =
            switch end {
            case _ where call.connections.isBarred: .target
            case .unreachable: .unreachable
            case .tls: .tls
            case .local: .local
            case .timeout: .timeout
            case .lost, .finished: .interrupted
            }
        // Before TLS stands, nothing of a request is sent; the first byte of it may be one too many.
        self = call.connections.isBarred || call.sent == 0 ? .unsent(cause) : .unknown(cause)
    }
}
