import CCurl

/// Which addresses one request may connect to, asked before anything is sent to one, and whether it came to any.
final class ConnectGuard {
    private let allows: (_ address: [UInt8]) -> Bool
    private var allowed = 0
    private var refused = 0

    /// Takes what decides about an address of four or sixteen bytes.
    init(allowing allows: @escaping (_ address: [UInt8]) -> Bool) { self.allows = allows }

    /// Whether every address of the host was one that is not allowed.
    var isBarred: Bool { refused > 0 && allowed == 0 }

    /// Watches over the connections of a handle; it must outlive ``CurlHandle/perform()``.
    func watch(_ handle: CurlHandle) {
        handle.set(CURLOPT_OPENSOCKETDATA, context: self)
        unsafe handle.open { context, _, address in
            guard let context = unsafe context, let address = unsafe address else { return CURL_SOCKET_BAD }
            let own = unsafe Unmanaged<ConnectGuard>.fromOpaque(context).takeUnretainedValue()
            guard let bytes = unsafe PeerAddress.bytes(of: address), own.mayConnect(to: bytes) else {
                return CURL_SOCKET_BAD
            }
            return unsafe PeerAddress.socket(for: address)
        }
    }

    private func mayConnect(to address: [UInt8]) -> Bool {
        let may = allows(address)
        if may { allowed += 1 } else { refused += 1 }
        return may
    }
}
