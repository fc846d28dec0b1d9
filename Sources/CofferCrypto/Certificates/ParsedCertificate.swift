import COpenSSL
import CofferModel
import Glibc

/// OpenSSL's certificate, freed when it ends.
@safe struct ParsedCertificate: ~Copyable {
    private let certificate: OpaquePointer

    /// Reads exactly one certificate, whose bytes are the ones OpenSSL would write.
    init(der: [UInt8]) throws(BadValue) {
        defer { ERR_clear_error() }
        guard der.count <= PEM.largest, let read = unsafe Self.read(der) else {
            throw BadValue("certificate.der")
        }
        unsafe certificate = unsafe read
    }

    deinit { unsafe X509_free(certificate) }

    borrowing func described(_ der: [UInt8]) throws(BadValue) -> X509Certificate {
        defer { ERR_clear_error() }
        guard let serial, let notBefore = unsafe Self.time(X509_get0_notBefore(certificate)),
            let notAfter = unsafe Self.time(X509_get0_notAfter(certificate))
        else { throw BadValue("certificate.der") }
        guard let subject = unsafe Self.name(X509_get_subject_name(certificate)),
            let issuer = unsafe Self.name(X509_get_issuer_name(certificate))
        else { throw BadValue("certificate.name") }
        guard let names = unsafe AlternativeNames.read(certificate) else { throw BadValue("certificate.san") }
        let key = try publicKey()
        guard let signature = unsafe Signature.name(of: certificate) else {
            throw BadValue("certificate.der")
        }
        var weaknesses = unsafe Weakness.all(of: certificate)
        if serial.hasPrefix("-") || serial == "00" { weaknesses.append(.serial) }
        if notAfter < notBefore { weaknesses.append(.dates) }
        return X509Certificate(
            der: der, serial: serial, subject: subject, issuer: issuer, alternativeNames: names,
            notBefore: notBefore, notAfter: notAfter, keyType: key.type, keyHash: key.hash,
            signature: signature, weaknesses: weaknesses)
    }

    /// Whether the other's subject is this one's issuer.
    borrowing func names(issuer: borrowing ParsedCertificate) -> Bool {
        defer { ERR_clear_error() }
        return unsafe X509_NAME_cmp(
            X509_get_issuer_name(certificate), X509_get_subject_name(issuer.certificate)) == 0
    }

    /// Whether the other is one that may sign certificates, and this one names no other key of that name.
    borrowing func allows(issuer: borrowing ParsedCertificate) -> Bool {
        defer { ERR_clear_error() }
        return unsafe X509_check_ca(issuer.certificate) > 0
            && X509_check_issued(issuer.certificate, certificate) == X509_V_OK
    }

    /// Whether the other's key made this one's signature.
    borrowing func isSigned(by issuer: borrowing ParsedCertificate) -> Bool {
        defer { ERR_clear_error() }
        guard let key = unsafe X509_get0_pubkey(issuer.certificate) else { return false }
        return unsafe X509_verify(certificate, key) == 1
    }

    /// Whether it is the certificate of a private key.
    borrowing func isOf(_ key: borrowing ParsedPrivateKey) -> Bool {
        defer { ERR_clear_error() }
        return unsafe key.withKey { unsafe X509_check_private_key(certificate, $0) == 1 }
    }

    /// Has a request name its subject and its other names.
    borrowing func describe(_ request: OpaquePointer) -> Bool {
        unsafe X509_REQ_set_version(request, 0) == 1
            && X509_REQ_set_subject_name(request, X509_get_subject_name(certificate)) == 1
            && coffer_request_names(request, certificate) == 1
    }

    private borrowing func publicKey() throws(BadValue) -> (type: String, hash: Digest) {
        guard let type = unsafe KeyType.name(of: certificate) else { throw BadValue("certificate.key") }
        guard let key = unsafe X509_get0_pubkey(certificate) else {
            guard let hash = unsafe PublicHalf.hash(ofUnknownKeyIn: certificate) else {
                throw BadValue("certificate.key")
            }
            return (type, hash)
        }
        switch unsafe PublicHalf.kind(of: key) {
        case .refused: throw BadValue("certificate.algorithm")
        case .curve where unsafe PublicHalf.hasExplicitCurve(key): throw BadValue("certificate.curve")
        default: break
        }
        guard let hash = unsafe PublicHalf.hash(of: key) else { throw BadValue("certificate.key") }
        return (type, hash)
    }

    private static func read(_ der: [UInt8]) -> OpaquePointer? {
        unsafe der.withUnsafeBufferPointer { bytes -> OpaquePointer? in
            var next = bytes.baseAddress
            guard let read = unsafe d2i_X509(nil, &next, bytes.count) else { return nil }
            guard unsafe next == bytes.baseAddress.map({ unsafe $0 + bytes.count }), unsafe writes(read, der)
            else {
                unsafe X509_free(read)
                return nil
            }
            return unsafe read
        }
    }

    /// Whether OpenSSL writes the same bytes: what BER allows and DER forbids would differ.
    private static func writes(_ certificate: OpaquePointer, _ der: [UInt8]) -> Bool {
        unsafe Written.bytes(by: { unsafe i2d_X509(certificate, &$0) }) == der
    }

    private var serial: String? {
        guard let number = unsafe ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nil) else {
            return nil
        }
        defer { unsafe BN_free(number) }
        guard let text = unsafe BN_bn2hex(number) else { return nil }
        defer { unsafe CRYPTO_free(text, nil, 0) }
        let digits = unsafe String(cString: text).lowercased()
        return digits == "0" ? "00" : digits
    }

    private static func name(_ name: OpaquePointer?) -> String? {
        guard let name = unsafe name, let bio = unsafe BIO_new(BIO_s_mem()) else { return nil }
        defer { unsafe BIO_free(bio) }
        guard unsafe coffer_print_name(bio, name) >= 0 else { return nil }
        return unsafe PEM.contents(of: bio)
    }

    private static func time(_ time: UnsafePointer<ASN1_TIME>?) -> Timestamp? {
        var parts = unsafe tm()
        guard let time = unsafe time, unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return Timestamp(milliseconds: Int64(unsafe timegm(&parts)) * 1000)
    }
}
