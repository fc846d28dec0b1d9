/// How to reach the company's mail server.
package struct SMTPSettings: Hashable, Sendable {
    /// When TLS begins; there is no setting for none.
    package enum Security: String, Hashable, Sendable {
        /// In the clear until STARTTLS, before anything is said (RFC 3207); usually port 587.
        case startTLS = "starttls"
        /// From the first byte (RFC 8314 §3.3); usually port 465.
        case implicit
    }

    let server: Authority
    let security: Security
    let greeting: DomainName
    let authorities: TrustedAuthorities?
    let timing: DeliveryTiming

    /// Takes the settings.
    ///
    /// - Parameters:
    ///   - server: name and port; the certificate has to be for this name.
    ///   - security: when TLS begins.
    ///   - greeting: the company's domain, said to the server in place of this host's name.
    ///   - authorities: who may vouch for the server; nil for those of the system.
    ///   - timing: how long things may take.
    package init(
        server: Authority, security: Security, greeting: DomainName, authorities: TrustedAuthorities?,
        timing: DeliveryTiming
    ) {
        self.server = server
        self.security = security
        self.greeting = greeting
        self.authorities = authorities
        self.timing = timing
    }

    var url: String { (security == .implicit ? "smtps" : "smtp") + "://\(server)/\(greeting)" }
}
