package import CofferModel

/// Certificates of those who may vouch for a server, in place of the system's.
package struct TrustedAuthorities: Hashable, Sendable {
    let pem: [UInt8]

    /// Takes one or more certificates as PEM.
    ///
    /// - Throws: `delivery.authorities` for what holds none, or too much, or a private key.
    package init(pem: [UInt8]) throws(BadValue) {
        let text = String(decoding: pem, as: UTF8.self)
        guard pem.count <= DeliveryLimits.trustedBytes, text.contains("-----BEGIN CERTIFICATE-----"),
            !text.contains("PRIVATE KEY")
        else { throw BadValue("delivery.authorities") }
        self.pem = pem
    }
}
