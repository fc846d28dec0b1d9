import CCurl
import CofferModel

/// Hands one request to a connector over HTTPS: TLS that proves the name, no redirect, no proxy, no connection kept, and
/// no address but those that the settings allow, looked at when it is connected to.
struct HTTPConnector {
    private let connector: Connector
    private let site: ConnectorSite

    init(_ connector: Connector, _ site: ConnectorSite) {
        self.connector = connector
        self.site = site
    }

    /// Sends once and waits; libcurl copies what is sent into its buffers, and TLS into its own.
    func post(_ header: UnsafePointer<CChar>?, _ body: UnsafeRawBufferPointer) -> ConnectorOutcome {
        // Without a value libcurl leaves its own out: no waiting for 100.
        let plain = ["Content-Type: application/json", "Expect:"]
        guard let handle = CurlHandle(), let headers = CurlList(plain),
            unsafe headers.append(line: header)
        else { return .unsent(.local) }
        let call = ConnectorCall(site)
        handle.reach(site.url, site.authorities, connector.timing)
        handle.set(CURLOPT_FORBID_REUSE, 1)
        if let source = connector.source { handle.set(CURLOPT_INTERFACE, text: "host!\(source.text)") }
        handle.set(CURLOPT_HTTPHEADER, list: headers)
        handle.set(CURLOPT_POST, 1)
        handle.set(CURLOPT_CUSTOMREQUEST, text: site.method.rawValue)
        handle.set(CURLOPT_POSTFIELDSIZE_LARGE, size: body.count)
        unsafe handle.set(CURLOPT_POSTFIELDS, lent: body)
        watch(handle, call)
        let end = withExtendedLifetime((headers, call)) { handle.perform() }
        return ConnectorOutcome(end, status: handle.status, call)
    }

    private func watch(_ handle: CurlHandle, _ call: ConnectorCall) {
        handle.set(CURLOPT_WRITEDATA, context: call)
        unsafe handle.set(
            CURLOPT_WRITEFUNCTION,
            data: { bytes, size, count, context in
                guard let context = unsafe context, let bytes = unsafe bytes else { return 0 }
                let call = unsafe Unmanaged<ConnectorCall>.fromOpaque(context).takeUnretainedValue()
                let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe call.answer.keep(piece) ? size * count : 0
            })
        handle.set(CURLOPT_VERBOSE, 1)
        handle.set(CURLOPT_DEBUGDATA, context: call)
        unsafe handle.trace { _, kind, _, count, context in
            guard let context = unsafe context else { return 0 }
            if kind == CURLINFO_HEADER_OUT || kind == CURLINFO_DATA_OUT {
                unsafe Unmanaged<ConnectorCall>.fromOpaque(context).takeUnretainedValue().sent += count
            }
            return 0
        }
        call.connections.watch(handle)
    }
}
