import CofferModel

/// One request as it goes: which connections were allowed, whether any of it was sent, and what came back.
final class ConnectorCall {
    /// Which addresses it may connect to.
    let connections: ConnectGuard
    /// Bytes of the request, headers included, that went into the connection.
    var sent = 0
    /// What came back.
    private(set) var answer: [UInt8] = []
    /// Whether all of it came back.
    private(set) var isWhole = true

    init(_ connector: Connector) {
        connections = ConnectGuard(allowing: connector.allows)
        // Never grown: a copy that is left behind cannot be wiped.
        answer.reserveCapacity(DeliveryLimits.connectorAnswerBytes)
    }

    /// Keeps a piece of the answer; false when it is too long.
    func keep(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard answer.count + bytes.count <= DeliveryLimits.connectorAnswerBytes else {
            isWhole = false
            return false
        }
        unsafe answer.append(contentsOf: bytes)
        return true
    }
}

extension Connector {
    /// Whether a connection may be made to an address of four or sixteen bytes.
    func allows(_ address: [UInt8]) -> Bool {
        addresses.isEmpty
            ? AddressGuard.isPublic(address) : addresses.contains { $0.bytes == address }
    }
}
