package import CofferModel

/// One webhook: where it is, and whether it may stand inside.
package struct WebhookSettings: Hashable, Sendable {
    let url: WebURL
    /// Hosts and ports that may lead to addresses inside.
    let inside: Set<Authority>
    let authorities: TrustedAuthorities?
    let timing: DeliveryTiming

    /// Takes the settings.
    ///
    /// - Parameters:
    ///   - url: `https`; or `http` on this very host, if `inside` has it.
    ///   - inside: hosts and ports, of all of the company's configuration, that may lead to addresses inside.
    ///   - authorities: who may vouch for the host; nil for those of the system.
    ///   - timing: how long things may take.
    /// - Throws: `delivery.webhook_url` for `http` elsewhere.
    package init(
        url: WebURL, inside: Set<Authority>, authorities: TrustedAuthorities?, timing: DeliveryTiming
    ) throws(BadValue) {
        guard url.isSecure || inside.contains(url.authority) else { throw BadValue("delivery.webhook_url") }
        self.url = url
        self.inside = inside
        self.authorities = authorities
        self.timing = timing
    }

    private var isInside: Bool { inside.contains(url.authority) }

    /// Whether a connection may be made to an address of four or sixteen bytes.
    ///
    /// Without TLS only to this host, whatever its name leads to.
    func allows(_ address: [UInt8]) -> Bool {
        guard url.isSecure else { return AddressGuard.isLoopback(address) }
        return isInside || AddressGuard.isPublic(address)
    }
}
