import CCurl
package import CofferModel

/// Delivers by one HTTPS POST of JSON, signed as Standard Webhooks 1.0 has it.
///
/// No redirect is followed, nothing of the answer is kept, and no connection is made to an address inside
/// unless the configuration names host and port: the address is looked at when it is connected to, so a name
/// that changes its mind gains nothing.
package struct WebhookTransport: DeliveryTransport {
    private let settings: WebhookSettings

    /// Takes the settings; nothing is opened yet.
    package init(_ settings: WebhookSettings) { self.settings = settings }

    /// Tries once, on a thread of its own.
    ///
    /// - Parameters:
    ///   - message: what to send.
    ///   - envelope: the recipient stands in the body, unless it is the webhook itself.
    ///   - now: stands in the signed header.
    /// - Returns: what the webhook answered, in numbers.
    package func deliver(
        _ message: OutboundMessage, to envelope: Envelope, at now: Timestamp
    ) async -> DeliveryOutcome {
        let settings = settings
        let outcome = await OwnThread.run {
            Self.post(
                WebhookRequest(message, to: envelope.recipient, at: now, signer: settings.signer), settings)
        }
        return outcome ?? .deferred(.init(.local))
    }

    private static func post(_ request: WebhookRequest, _ settings: WebhookSettings) -> DeliveryOutcome {
        guard let handle = CurlHandle(), let headers = CurlList(request.headers) else {
            return .deferred(.init(.local))
        }
        let call = WebhookCall(settings)
        reach(handle, settings)
        handle.set(CURLOPT_HTTPHEADER, list: headers)
        handle.set(CURLOPT_POST, 1)
        handle.set(CURLOPT_POSTFIELDSIZE_LARGE, size: request.body.count)
        handle.set(CURLOPT_COPYPOSTFIELDS, posted: request.body)
        watch(handle, call)
        let end = withExtendedLifetime((headers, call)) { handle.perform() }
        return WebhookVerdict.outcome(
            end, status: handle.status, retryAfter: handle.retryAfter,
            isAllSent: handle.uploaded == request.body.count,
            isBarred: call.refused > 0 && call.allowed == 0)
    }

    private static func reach(_ handle: CurlHandle, _ settings: WebhookSettings) {
        handle.set(CURLOPT_URL, text: settings.url.text)
        handle.set(CURLOPT_PROTOCOLS_STR, text: settings.url.isSecure ? "https" : "http")
        handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        handle.set(CURLOPT_FOLLOWLOCATION, 0)
        handle.set(CURLOPT_PATH_AS_IS, 1)
        handle.trust(settings.authorities?.pem)
        handle.set(CURLOPT_CONNECTTIMEOUT, settings.timing.connect)
        handle.set(CURLOPT_TIMEOUT, settings.timing.whole)
    }

    private static func watch(_ handle: CurlHandle, _ call: WebhookCall) {
        handle.set(CURLOPT_WRITEDATA, context: call)
        unsafe handle.set(
            CURLOPT_WRITEFUNCTION,
            data: { _, size, count, context in
                guard let context = unsafe context else { return 0 }
                let call = unsafe Unmanaged<WebhookCall>.fromOpaque(context).takeUnretainedValue()
                return call.mayRead(size * count) ? size * count : 0
            })
        handle.set(CURLOPT_OPENSOCKETDATA, context: call)
        unsafe handle.open { context, _, address in
            guard let context = unsafe context, let address = unsafe address else { return CURL_SOCKET_BAD }
            let call = unsafe Unmanaged<WebhookCall>.fromOpaque(context).takeUnretainedValue()
            guard let bytes = unsafe PeerAddress.bytes(of: address), call.mayConnect(to: bytes) else {
                return CURL_SOCKET_BAD
            }
            return unsafe PeerAddress.socket(for: address)
        }
    }
}
