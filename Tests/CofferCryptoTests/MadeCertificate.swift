import COpenSSL
import CofferModel

/// A key pair and its self-signed certificate, made by OpenSSL for one test and freed with it.
@safe final class MadeCertificate {
    struct OpenSSLRefused: Error {}

    enum Kind: CaseIterable { case ec, rsa, ed25519 }

    private let key: OpaquePointer
    private let certificate: OpaquePointer

    /// A new key and its certificate, from now on and for so many seconds.
    init(_ kind: Kind, lasting seconds: Int = 86_400) throws {
        guard let key = unsafe Self.key(kind), let certificate = unsafe X509_new() else {
            throw OpenSSLRefused()
        }
        unsafe self.key = unsafe key
        unsafe self.certificate = unsafe certificate
        let name = unsafe X509_get_subject_name(certificate)
        let device = Array("device".utf8)
        let digest = kind == .ed25519 ? nil : unsafe EVP_sha256()
        unsafe X509_set_version(certificate, 2)
        unsafe ASN1_INTEGER_set(X509_get_serialNumber(certificate), 0x1234)
        unsafe X509_gmtime_adj(X509_getm_notBefore(certificate), 0)
        unsafe X509_gmtime_adj(X509_getm_notAfter(certificate), seconds)
        unsafe X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, device, Int32(device.count), -1, 0)
        unsafe X509_set_issuer_name(certificate, name)
        unsafe X509_set_pubkey(certificate, key)
        guard unsafe X509_sign(certificate, key, digest) > 0 else { throw OpenSSLRefused() }
    }

    deinit {
        unsafe EVP_PKEY_free(key)
        unsafe X509_free(certificate)
    }

    func certificatePEM() throws -> [UInt8] {
        try unsafe written { unsafe PEM_write_bio_X509($0, certificate) }
    }

    func privateKeyPEM() throws -> [UInt8] {
        try unsafe written { unsafe PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil) }
    }

    func encryptedKeyPEM() throws -> [UInt8] {
        let passphrase = "correct horse".utf8.map { CChar($0) }
        return try unsafe written {
            unsafe PEM_write_bio_PKCS8PrivateKey(
                $0, key, EVP_aes_256_cbc(), passphrase, Int32(passphrase.count), nil, nil)
        }
    }

    func traditionalKeyPEM() throws -> [UInt8] {
        try unsafe written { unsafe PEM_write_bio_PrivateKey_traditional($0, key, nil, nil, 0, nil, nil) }
    }

    private func written(_ write: (OpaquePointer) -> Int32) throws -> [UInt8] {
        guard let bio = unsafe BIO_new(BIO_s_mem()) else { throw OpenSSLRefused() }
        defer { unsafe BIO_free(bio) }
        guard unsafe write(bio) == 1 else { throw OpenSSLRefused() }
        var bytes: UnsafeMutablePointer<CChar>?
        let count = unsafe coffer_bio_bytes(bio, &bytes)
        return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    private static func key(_ kind: Kind) -> OpaquePointer? {
        let type =
            switch kind {
            case .ec: EVP_PKEY_EC
            case .rsa: EVP_PKEY_RSA
            case .ed25519: EVP_PKEY_ED25519
            }
        guard let context = unsafe EVP_PKEY_CTX_new_id(type, nil) else { return nil }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        unsafe EVP_PKEY_keygen_init(context)
        switch kind {
        case .ec: unsafe EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1)
        case .rsa: unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048)
        case .ed25519: break
        }
        var key: OpaquePointer?
        unsafe EVP_PKEY_keygen(context, &key)
        return unsafe key
    }
}
