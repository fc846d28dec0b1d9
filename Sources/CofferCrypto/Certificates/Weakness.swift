import COpenSSL
import CofferModel

/// What makes a certificate weak; it is said, and not refused: devices have what they have.
package enum Weakness: String, CaseIterable, Sendable {
    /// An RSA key of fewer than 2,048 bits (NIST SP 800-131A §3).
    case shortRSA = "rsa_short"
    /// A curve of fewer than 224 bits (NIST SP 800-131A §3).
    case shortCurve = "curve_short"
    /// Signed over MD5, or its elders.
    case md5
    /// Signed over SHA-1.
    case sha1
    /// Of an algorithm that OpenSSL does not know: nobody here can check it.
    case unknownAlgorithm = "unknown_algorithm"
    /// A serial number that is not positive (RFC 5280 §4.1.2.2).
    case serial
    /// An end that lies before the beginning.
    case dates
    /// Ended when it was written.
    case expired

    /// Those of key and signature.
    static func all(of certificate: OpaquePointer) -> [Weakness] {
        var found: [Weakness] = []
        if let key = unsafe X509_get0_pubkey(certificate) {
            let bits = unsafe EVP_PKEY_get_bits(key)
            switch unsafe EVP_PKEY_get_base_id(key) {
            case EVP_PKEY_RSA, EVP_PKEY_RSA_PSS: if bits < 2048 { found.append(.shortRSA) }
            case EVP_PKEY_EC: if bits < 224 { found.append(.shortCurve) }
            default: break
            }
        } else {
            found.append(.unknownAlgorithm)
        }
        if let digest = unsafe Signature.weakness(of: certificate) { found.append(digest) }
        return found
    }
}

/// By what a certificate is signed.
enum Signature {
    /// OpenSSL's short name of the algorithm, or its number: `ecdsa-with-SHA256`, `RSA-SHA256`.
    static func name(of certificate: OpaquePointer) -> String? {
        guard let algorithm = unsafe X509_get0_tbs_sigalg(certificate) else { return nil }
        var object: OpaquePointer?
        unsafe X509_ALGOR_get0(&object, nil, nil, algorithm)
        return unsafe object.flatMap { unsafe Algorithm.name($0) }
    }

    /// What is wrong with its hash; nil where nothing is, or the algorithm is not known.
    static func weakness(of certificate: OpaquePointer) -> Weakness? {
        var digest: Int32 = 0
        guard unsafe X509_get_signature_info(certificate, &digest, nil, nil, nil) == 1 else { return nil }
        return switch digest {
        case NID_md2, NID_md4, NID_md5, NID_md5_sha1: .md5
        case NID_sha1: .sha1
        default: nil
        }
    }
}
