import CofferModel

/// One request as it goes: which connections were allowed, whether any of it was sent, and what came back.
final class ConnectorCall {
    /// Which addresses it may connect to.
    let connections: ConnectGuard
    /// Bytes of the request, headers included, that went into the connection.
    var sent = 0
    /// What came back.
    var answer = KeptAnswer()

    init(_ site: ConnectorSite) { connections = ConnectGuard(allowing: site.allows) }
}

/// What a connector answers, as far as it is kept.
struct KeptAnswer {
    private var kept: [UInt8] = []
    private var isWhole = true

    init() {
        // Never grown: a copy that is left behind cannot be wiped.
        kept.reserveCapacity(DeliveryLimits.connectorAnswerBytes)
    }

    /// All of it; nothing where it was too long.
    var bytes: [UInt8] { isWhole ? kept : [] }

    /// Keeps a piece; false when it is too long.
    mutating func keep(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard isWhole, kept.count + bytes.count <= DeliveryLimits.connectorAnswerBytes else {
            isWhole = false
            return false
        }
        unsafe kept.append(contentsOf: bytes)
        return true
    }
}
