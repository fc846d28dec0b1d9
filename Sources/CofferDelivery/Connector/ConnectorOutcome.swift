import CofferModel

/// What became of one request to a connector.
package enum ConnectorOutcome: Sendable {
    /// It answered: the status, and the answer, which may repeat what it was sent.
    case answered(status: Int, [UInt8])
    /// Nothing of the request has left.
    case unsent(DeliveryCause)
    /// The request, or some of it, has left, and no answer came: it may have been carried out.
    case unknown(DeliveryCause)
}

extension ConnectorOutcome {
    init(_ end: TransferEnd, status: Int, _ call: ConnectorCall) {
        if status >= 200 {
            self = .answered(status: status, call.isWhole ? call.answer : [])
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
