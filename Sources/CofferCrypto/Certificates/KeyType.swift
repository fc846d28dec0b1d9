import COpenSSL

/// Kind and size of a public key, in one word.
enum KeyType {
    /// Names the key of a certificate; nil when OpenSSL knows the algorithm and the key is broken.
    static func name(of certificate: OpaquePointer) -> String? {
        guard let key = unsafe X509_get0_pubkey(certificate) else {
            return unsafe unknownAlgorithm(of: certificate)
        }
        return unsafe name(ofKey: key)
    }

    private static func name(ofKey key: OpaquePointer) -> String {
        let bits = unsafe EVP_PKEY_get_bits(key)
        return switch unsafe EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA: "RSA-\(bits)"
        case EVP_PKEY_RSA_PSS: "RSA-PSS-\(bits)"
        case EVP_PKEY_EC: unsafe "EC-\(curve(of: key))"
        case EVP_PKEY_ED25519: "Ed25519"
        case EVP_PKEY_ED448: "Ed448"
        case EVP_PKEY_X25519: "X25519"
        case EVP_PKEY_X448: "X448"
        default: "other"
        }
    }

    /// The name by NIST where there is one, else OpenSSL's.
    private static func curve(of key: OpaquePointer) -> String {
        var name = [CChar](repeating: 0, count: 80)
        var count = 0
        guard unsafe EVP_PKEY_get_group_name(key, &name, name.count, &count) == 1 else { return "other" }
        let text = String(decoding: name.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return switch text {
        case "prime256v1": "P-256"
        case "secp384r1": "P-384"
        case "secp521r1": "P-521"
        default: text
        }
    }

    /// The algorithm's number, when OpenSSL has no code for its keys, as for national algorithms.
    private static func unknownAlgorithm(of certificate: OpaquePointer) -> String? {
        var algorithm: OpaquePointer?
        guard
            unsafe X509_PUBKEY_get0_param(&algorithm, nil, nil, nil, X509_get_X509_PUBKEY(certificate)) == 1,
            let algorithm = unsafe algorithm, unsafe !isKnown(OBJ_obj2nid(algorithm))
        else { return nil }
        return unsafe Algorithm.number(algorithm)
    }

    private static func isKnown(_ algorithm: Int32) -> Bool {
        [
            EVP_PKEY_RSA, EVP_PKEY_RSA_PSS, EVP_PKEY_DSA, EVP_PKEY_EC, EVP_PKEY_ED25519, EVP_PKEY_ED448,
            EVP_PKEY_X25519, EVP_PKEY_X448,
        ].contains(algorithm)
    }
}

/// What an algorithm is called.
enum Algorithm {
    /// Its number, as `1.2.840.10045.4.3.2`; `other` for one that is longer than a word is, at most 64 characters.
    static func number(_ object: OpaquePointer) -> String? {
        var text = [CChar](repeating: 0, count: 80)
        let count = unsafe OBJ_obj2txt(&text, Int32(text.count), object, 1)
        guard count >= 1 else { return nil }
        guard count <= 64 else { return "other" }
        return String(decoding: text.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// OpenSSL's short name of one that it knows, else its number.
    static func name(_ object: OpaquePointer) -> String? {
        let known = unsafe OBJ_obj2nid(object)
        guard known != NID_undef, let name = unsafe OBJ_nid2sn(known) else { return unsafe number(object) }
        return unsafe String(cString: name)
    }
}
