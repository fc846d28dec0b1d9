import COpenSSL
import CofferModel

extension ParsedPrivateKey {
    /// A request for another certificate of this key, in DER.
    borrowing func request(for certificate: borrowing ParsedCertificate) throws(BadValue) -> [UInt8] {
        defer { ERR_clear_error() }
        guard certificate.isOf(self) else { throw BadValue("private_key.match") }
        guard let request = unsafe X509_REQ_new() else { throw BadValue("private_key.signs") }
        defer { unsafe X509_REQ_free(request) }
        guard unsafe certificate.describe(request), unsafe isSigned(request),
            let der = unsafe Written.bytes(by: { unsafe i2d_X509_REQ(request, &$0) })
        else { throw BadValue("private_key.signs") }
        return der
    }

    /// A signature of a message, verified.
    borrowing func signature(of message: [UInt8]) throws(BadValue) -> [UInt8] {
        defer { ERR_clear_error() }
        let made = unsafe withKey { key in
            unsafe Self.signature(of: message, with: key, Self.digest(for: key))
        }
        guard let made else { throw BadValue("private_key.signs") }
        return made
    }

    private borrowing func isSigned(_ request: OpaquePointer) -> Bool {
        unsafe withKey { key in
            unsafe X509_REQ_set_pubkey(request, key) == 1
                && X509_REQ_sign(request, key, Self.digest(for: key)) > 0
                && X509_REQ_verify(request, key) == 1
        }
    }

    /// SHA-256, of the longer curves the hash that is as long; nil for the curves of Edwards, which have their own.
    private static func digest(for key: OpaquePointer) -> OpaquePointer? {
        switch unsafe PublicHalf.kind(of: key) {
        case .curve where unsafe EVP_PKEY_get_bits(key) > 384: unsafe EVP_sha512()
        case .curve where unsafe EVP_PKEY_get_bits(key) > 256: unsafe EVP_sha384()
        case .curve, .rsa: unsafe EVP_sha256()
        default: nil
        }
    }
}
