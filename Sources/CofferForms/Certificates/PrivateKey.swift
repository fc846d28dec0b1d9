import CofferCrypto
import CofferModel

/// The private key of a certificate: typed as PEM that is not encrypted (RFC 7468 §10), kept as PKCS#8.
enum PrivateKey {
    /// The DER of its PKCS#8; whether it fits a certificate is asked of the certificate.
    static func canonical(_ input: String) throws(BadValue) -> [UInt8] {
        let bytes = Array(input.utf8)
        // A typed throw does not pass through `withUnsafeBytes`.
        let der = unsafe bytes.withUnsafeBytes { pem in
            Result { () throws(BadValue) in unsafe try PrivateKeyForm(pem: pem).der }
        }
        return try der.get()
    }

    /// The key as PEM; text from before there was one form for all is shown as it is.
    static func shown(_ canonical: [UInt8]) -> String? {
        canonical.first == UInt8(ascii: "-")
            ? String(validating: canonical, as: UTF8.self) : PEMText.of("PRIVATE KEY", canonical)
    }
}
