import CofferModel

/// One request as it goes: which connections were allowed, and how much of the answer was thrown away.
final class WebhookCall {
    /// Which addresses it may connect to.
    let connections: ConnectGuard
    private var read = 0

    init(_ settings: WebhookSettings) { connections = ConnectGuard(allowing: settings.allows) }

    /// Whether so many more bytes of the answer are read.
    func mayRead(_ count: Int) -> Bool {
        read += count
        return read <= DeliveryLimits.answerBytes
    }
}
