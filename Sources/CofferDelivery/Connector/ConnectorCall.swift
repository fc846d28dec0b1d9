import CCurl
import CofferModel

/// One request as it goes: which connections were allowed, whether any of it was sent, and what came back.
final class ConnectorCall {
    private let connector: Connector
    private var allowed = 0
    private var refused = 0
    /// Bytes of the request, headers included, that went into the connection.
    var sent = 0
    /// What came back.
    private(set) var answer: [UInt8] = []
    /// Whether all of it came back.
    private(set) var isWhole = true

    init(_ connector: Connector) {
        self.connector = connector
        // Never grown: a copy that is left behind cannot be wiped.
        answer.reserveCapacity(DeliveryLimits.connectorAnswerBytes)
    }

    /// Whether every address of the host was one that is not allowed.
    var isBarred: Bool { refused > 0 && allowed == 0 }

    /// Decides about one address, before anything is sent to it.
    func mayConnect(to address: [UInt8]) -> Bool {
        let may =
            connector.addresses.isEmpty
            ? AddressGuard.isPublic(address) : connector.addresses.contains { $0.bytes == address }
        if may { allowed += 1 } else { refused += 1 }
        return may
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
