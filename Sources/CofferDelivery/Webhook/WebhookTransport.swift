import CCurl
package import CofferModel

/// Delivers by one HTTPS POST of JSON, signed as Standard Webhooks 1.0 has it.
///
/// No redirect is followed, nothing of the answer is kept, and no connection is made to an address inside
/// unless the configuration names host and port: the address is looked at when it is connected to, so a name
/// that changes its mind gains nothing.
package struct WebhookTransport: DeliveryTransport {
    /// Answers the HMAC-SHA256 of a content under each key in use, the newest first: 1...4 of 32 bytes.
    package typealias Signer = @Sendable (_ content: [UInt8]) -> [[UInt8]]

    private let settings: WebhookSettings
    private let signer: Signer

    /// Takes the settings; nothing is opened yet.
    ///
    /// - Parameters:
    ///   - settings: where it is.
    ///   - signer: signs; the keys stay with the caller.
    package init(_ settings: WebhookSettings, signer: @escaping Signer) {
        self.settings = settings
        self.signer = signer
    }

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
        let outcome = await OwnThread.run {
            post(WebhookRequest(message, to: envelope.recipient, at: now, signer: signer))
        }
        return outcome ?? .deferred(.init(.local))
    }

    /// Connects and lets the host prove its name, on a thread of its own; asks for nothing.
    package func check() async -> DeliveryReason? {
        await OwnThread.run { probe() } ?? DeliveryReason(.local)
    }

    private func probe() -> DeliveryReason? {
        guard let handle = CurlHandle() else { return DeliveryReason(.local) }
        let call = WebhookCall(settings)
        handle.reach(settings.url, settings.authorities, settings.timing)
        handle.set(CURLOPT_TIMEOUT, settings.timing.probe)
        handle.set(CURLOPT_CONNECT_ONLY, 1)
        watch(handle, call)
        let end = withExtendedLifetime(call) { handle.perform() }
        return end == .finished ? nil : outcome(end, handle, call, isAllSent: false).reason
    }

    private func post(_ request: WebhookRequest) -> DeliveryOutcome {
        guard let handle = CurlHandle(), let headers = CurlList(request.headers) else {
            return .deferred(.init(.local))
        }
        let call = WebhookCall(settings)
        handle.reach(settings.url, settings.authorities, settings.timing)
        handle.set(CURLOPT_HTTPHEADER, list: headers)
        handle.set(CURLOPT_POST, 1)
        handle.set(CURLOPT_POSTFIELDSIZE_LARGE, size: request.body.count)
        handle.set(CURLOPT_COPYPOSTFIELDS, posted: request.body)
        watch(handle, call)
        let end = withExtendedLifetime((headers, call)) { handle.perform() }
        return outcome(end, handle, call, isAllSent: handle.uploaded == request.body.count)
    }

    private func outcome(
        _ end: TransferEnd, _ handle: CurlHandle, _ call: WebhookCall, isAllSent: Bool
    ) -> DeliveryOutcome {
        WebhookVerdict.outcome(
            end, status: handle.status, retryAfter: handle.retryAfter, isAllSent: isAllSent,
            isBarred: call.connections.isBarred)
    }

    private func watch(_ handle: CurlHandle, _ call: WebhookCall) {
        handle.set(CURLOPT_WRITEDATA, context: call)
        unsafe handle.set(
            CURLOPT_WRITEFUNCTION,
            data: { _, size, count, context in
                guard let context = unsafe context else { return 0 }
                let call = unsafe Unmanaged<WebhookCall>.fromOpaque(context).takeUnretainedValue()
                return call.mayRead(size * count) ? size * count : 0
            })
        call.connections.watch(handle)
    }
}
