import CofferModel

/// One request as it goes: which connections were allowed, and how much of the answer was thrown away.
final class WebhookCall {
    private let settings: WebhookSettings
    private var read = 0
    /// Addresses that were connected to.
    private(set) var allowed = 0
    /// Addresses that were not.
    private(set) var refused = 0

    init(_ settings: WebhookSettings) { self.settings = settings }

    /// Decides about one address, before anything is sent to it.
    func mayConnect(to address: [UInt8]) -> Bool {
        let may = settings.allows(address)
        if may { allowed += 1 } else { refused += 1 }
        return may
    }

    /// Whether so many more bytes of the answer are read.
    func mayRead(_ count: Int) -> Bool {
        read += count
        return read <= DeliveryLimits.answerBytes
    }
}
