import CofferCrypto
import CofferModel

/// The private key of a certificate: PKCS#8 in PEM (RFC 7468 §10), not encrypted.
enum PrivateKey {
    /// The text as it came, once it parses; whether it fits a certificate is asked of the certificate.
    static func canonical(_ input: String) throws(BadValue) -> String {
        guard let blocks = PEM.blocks(Certificate.unix(input), label: "PRIVATE KEY"), blocks.count == 1 else {
            throw BadValue("private_key.pem")
        }
        return input
    }
}
