package import CofferModel

/// One webhook: where it is, how requests to it are signed, and whether it may stand inside.
package struct WebhookSettings: Sendable {
    /// Answers the HMAC-SHA256 of a content under each key in use, the newest first: 1...4 of 32 bytes.
    package typealias Signer = @Sendable (_ content: [UInt8]) -> [[UInt8]]

    let url: WebURL
    let signer: Signer
    /// Whether addresses inside are allowed, as this host and port were named in the configuration.
    let isInside: Bool
    let authorities: TrustedAuthorities?
    let timing: DeliveryTiming

    /// Takes the settings.
    ///
    /// - Parameters:
    ///   - url: `https`; or `http` on this very host, if `inside` has it.
    ///   - signer: signs; the keys stay with the caller.
    ///   - inside: hosts and ports, of all of the company's configuration, that may lead to addresses inside.
    ///   - authorities: who may vouch for the host; nil for those of the system.
    ///   - timing: how long things may take.
    /// - Throws: `delivery.webhook_url` for `http` elsewhere.
    package init(
        url: WebURL, signer: @escaping Signer, inside: Set<Authority>, authorities: TrustedAuthorities?,
        timing: DeliveryTiming
    ) throws(BadValue) {
        isInside = inside.contains(url.authority)
        guard url.isSecure || isInside else { throw BadValue("delivery.webhook_url") }
        self.url = url
        self.signer = signer
        self.authorities = authorities
        self.timing = timing
    }

    /// Whether a connection may be made to an address of four or sixteen bytes.
    ///
    /// Without TLS only to this host, whatever its name leads to.
    func allows(_ address: [UInt8]) -> Bool {
        guard url.isSecure else { return AddressGuard.isLoopback(address) }
        return isInside || AddressGuard.isPublic(address)
    }
}
