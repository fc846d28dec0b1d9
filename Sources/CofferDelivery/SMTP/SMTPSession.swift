import CCurl
import CofferModel
import Synchronization

/// The connection to one mail server, kept for the next message while there is one.
final class SMTPSession: Sendable {
    private let settings: SMTPSettings
    private let credentials: SMTPCredentials?
    /// At most one handle with its connection; deliveries side by side make handles of their own.
    private let idle = Mutex<CurlHandle?>(nil)

    init(_ settings: SMTPSettings, _ credentials: SMTPCredentials?) {
        self.settings = settings
        self.credentials = credentials
    }

    /// Blocks until the server has answered, or the time is over.
    func send(_ bytes: [UInt8], from sender: MailAddress, to recipient: MailAddress) -> DeliveryOutcome {
        let isInternational = sender.isInternational || recipient.isInternational
        let conversation = SMTPConversation(sending: bytes, needsSMTPUTF8: isInternational)
        guard let recipients = CurlList(["<\(recipient.text)>"]), let handle = takeIdle() ?? CurlHandle()
        else {
            return .deferred(.init(.local))
        }
        reach(handle)
        handle.set(CURLOPT_MAIL_FROM, text: "<\(sender.text)>")
        handle.set(CURLOPT_MAIL_RCPT, list: recipients)
        handle.set(CURLOPT_UPLOAD, 1)
        handle.set(CURLOPT_INFILESIZE_LARGE, size: bytes.count)
        listen(handle, conversation)
        let end = withExtendedLifetime((recipients, conversation)) { handle.perform() }
        handle.clear()
        if end == .finished { idle.withLock { $0 = handle } }
        return SMTPVerdict.outcome(end, conversation)
    }

    /// Goes as far as a message would, up to the sender; blocks as long as one would.
    func probe() -> DeliveryReason? {
        guard let handle = CurlHandle() else { return DeliveryReason(.local) }
        let conversation = SMTPConversation(sending: [], needsSMTPUTF8: false)
        reach(handle)
        handle.set(CURLOPT_TIMEOUT, settings.timing.probe)
        handle.set(CURLOPT_CUSTOMREQUEST, text: "NOOP")
        listen(handle, conversation)
        let end = withExtendedLifetime(conversation) { handle.perform() }
        return end == .finished ? nil : SMTPVerdict.outcome(end, conversation).reason
    }

    private func takeIdle() -> CurlHandle? {
        idle.withLock { idle in
            defer { idle = nil }
            return idle
        }
    }

    private func reach(_ handle: CurlHandle) {
        handle.set(CURLOPT_URL, text: settings.url)
        handle.set(CURLOPT_PROTOCOLS_STR, text: "smtp,smtps")
        // STARTTLS or the end: there is no delivery in the clear.
        handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        handle.trust(settings.authorities?.pem)
        handle.set(CURLOPT_CONNECTTIMEOUT, settings.timing.connect)
        handle.set(CURLOPT_TIMEOUT, settings.timing.whole)
        handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, settings.timing.whole)
        handle.set(CURLOPT_MAXCONNECTS, 1)
        handle.set(CURLOPT_MAXAGE_CONN, DeliveryLimits.idleConnectionSeconds)
        handle.set(CURLOPT_MAXLIFETIME_CONN, DeliveryLimits.connectionSeconds)
        unsafe credentials?.lend { user, password in
            unsafe handle.set(CURLOPT_USERNAME, terminated: user)
            unsafe handle.set(CURLOPT_PASSWORD, terminated: password)
            handle.set(CURLOPT_LOGIN_OPTIONS, text: "AUTH=PLAIN;AUTH=LOGIN")
        }
    }

    /// Shows the conversation what goes over the wire; nothing of it is printed.
    private func listen(_ handle: CurlHandle, _ conversation: SMTPConversation) {
        handle.set(CURLOPT_READDATA, context: conversation)
        unsafe handle.set(
            CURLOPT_READFUNCTION,
            data: { bytes, size, count, context in
                let stop = Int(CURL_READFUNC_ABORT)
                guard let bytes = unsafe bytes, let context = unsafe context else { return stop }
                let conversation = unsafe Unmanaged<SMTPConversation>.fromOpaque(context)
                    .takeUnretainedValue()
                if conversation.isBarred { return stop }
                return unsafe conversation.next(into: .init(start: bytes, count: size * count))
            })
        unsafe handle.set(CURLOPT_WRITEFUNCTION, data: { _, size, count, _ in size * count })
        handle.set(CURLOPT_VERBOSE, 1)
        handle.set(CURLOPT_DEBUGDATA, context: conversation)
        unsafe handle.trace { _, kind, bytes, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let conversation = unsafe Unmanaged<SMTPConversation>.fromOpaque(context).takeUnretainedValue()
            let line = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
            if kind == CURLINFO_HEADER_OUT { unsafe conversation.didSend(line) }
            if kind == CURLINFO_HEADER_IN { unsafe conversation.didReceive(line) }
            return 0
        }
    }
}
