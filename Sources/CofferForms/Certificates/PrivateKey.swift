import CofferCrypto
import CofferModel

/// The private key of a certificate, in PEM and not encrypted (RFC 7468 §10).
enum PrivateKey {
    /// The text as it came, once it parses; whether it fits a certificate is asked of the certificate.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let bytes = Array(input.utf8)
        // A typed throw does not pass through `withUnsafeBytes`: the refusal is carried out as a value.
        let refusal = unsafe bytes.withUnsafeBytes { key -> BadValue? in
            do throws(BadValue) {
                unsafe try PrivateKeyPEM.check(key)
                return nil
            } catch {
                return error
            }
        }
        if let refusal { throw refusal }
        return input
    }
}
