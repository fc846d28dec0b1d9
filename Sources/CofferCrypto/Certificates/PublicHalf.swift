import COpenSSL
import CofferModel

/// What is asked of a public key, or of the public half of a private one.
enum PublicHalf {
    /// What a key is for, as far as it matters here.
    enum Kind {
        case rsa
        /// The Edwards curves.
        case signing
        /// A curve in Weierstrass form, whose parameters may have been made up.
        case curve
        /// X25519 and X448, which sign nothing.
        case agreeing
        /// DSA, which nobody should make any more (FIPS 186-5 §1).
        case refused
        /// Nothing that OpenSSL has a code for.
        case unknown
    }

    static func kind(of key: OpaquePointer) -> Kind {
        switch unsafe EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA, EVP_PKEY_RSA_PSS: .rsa
        case EVP_PKEY_ED25519, EVP_PKEY_ED448: .signing
        case EVP_PKEY_EC: .curve
        case EVP_PKEY_X25519, EVP_PKEY_X448: .agreeing
        case EVP_PKEY_DSA: .refused
        default: .unknown
        }
    }

    /// Whether the curve stands in the key in full instead of by name.
    ///
    /// With parameters of one's own choosing a stranger's public key gets a private one (CVE-2020-0601).
    static func hasExplicitCurve(_ key: OpaquePointer) -> Bool {
        var isExplicit: Int32 = 1
        let name = OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS
        guard unsafe EVP_PKEY_get_int_param(key, name, &isExplicit) == 1 else { return true }
        return isExplicit != 0
    }

    /// SHA-256 of its SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), the point of a curve uncompressed; nil when it cannot
    /// be written.
    static func hash(of key: OpaquePointer) -> Digest? {
        guard unsafe kind(of: key) != .curve || uncompress(key) else { return nil }
        return unsafe Written.bytes(by: { unsafe i2d_PUBKEY(key, &$0) }).map { SHA256.hash($0) }
    }

    /// Has the point of a curve written uncompressed (SEC 1 §2.3.3) from now on.
    static func uncompress(_ key: OpaquePointer) -> Bool {
        let form = OSSL_PKEY_EC_POINT_CONVERSION_FORMAT_UNCOMPRESSED
        return unsafe EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, form)
            == 1
    }

    /// SHA-256 of the key of a certificate whose algorithm OpenSSL does not know, as it stands there.
    static func hash(ofUnknownKeyIn certificate: OpaquePointer) -> Digest? {
        let key = unsafe X509_get_X509_PUBKEY(certificate)
        return unsafe Written.bytes(by: { unsafe i2d_X509_PUBKEY(key, &$0) }).map { SHA256.hash($0) }
    }
}
