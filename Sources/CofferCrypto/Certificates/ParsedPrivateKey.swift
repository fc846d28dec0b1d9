import COpenSSL
import CofferModel

/// OpenSSL's private key, wiped and freed when it ends.
@safe struct ParsedPrivateKey: ~Copyable {
    private let key: OpaquePointer

    /// Reads exactly one block, which holds exactly one key.
    init(pem: UnsafeRawBufferPointer) throws(BadValue) {
        defer { ERR_clear_error() }
        unsafe key = unsafe try Self.checked(Self.only(in: pem))
    }

    /// Reads exactly one key.
    init(der: [UInt8]) throws(BadValue) {
        defer { ERR_clear_error() }
        let read = unsafe try der.withUnsafeBufferPointer { (der) throws(BadValue) in
            guard unsafe Self.isKnown(der) else { throw BadValue("private_key.algorithm") }
            return unsafe Self.read(der)
        }
        guard let read = unsafe read else { throw BadValue("private_key.der") }
        unsafe key = unsafe try Self.checked(read)
    }

    deinit { unsafe EVP_PKEY_free(key) }

    /// PKCS#8 as OpenSSL writes it.
    borrowing func pkcs8() throws(BadValue) -> [UInt8] {
        defer { ERR_clear_error() }
        guard let info = unsafe EVP_PKEY2PKCS8(key) else { throw BadValue("private_key.der") }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }
        var bytes: UnsafeMutablePointer<UInt8>?
        let count = Int(unsafe i2d_PKCS8_PRIV_KEY_INFO(info, &bytes))
        guard count > 0, let bytes = unsafe bytes else { throw BadValue("private_key.der") }
        defer { unsafe CRYPTO_clear_free(bytes, count, nil, 0) }
        return unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    }

    /// SHA-256 of the public half.
    borrowing func publicHash() throws(BadValue) -> Digest {
        defer { ERR_clear_error() }
        guard let hash = unsafe PublicHalf.hash(of: key) else { throw BadValue("private_key.der") }
        return hash
    }

    /// What is longer takes seconds for one signature.
    private static let largestBits: Int32 = 8192
    /// Bytes of a key of that size in PKCS#8, and some: its parts may be longer than it is and cost as much.
    private static let largest = 5120
    /// What PKCS#8 may hold: of anything else the public half is not even computed, which may take a minute.
    private static let kinds: Set<Int32> = [
        NID_rsaEncryption, NID_rsassaPss, NID_X9_62_id_ecPublicKey, NID_X25519, NID_X448, NID_ED25519,
        NID_ED448,
    ]

    private static func only(in pem: UnsafeRawBufferPointer) throws(BadValue) -> OpaquePointer {
        var (read, hasParameters): (OpaquePointer?, Bool) = (nil, false)
        do throws(BadValue) {
            unsafe try PEM.forEachBlock(pem, "private_key.pem", headed: "private_key.encrypted") {
                (name, der) throws(BadValue) in
                guard unsafe read == nil else { throw BadValue("private_key.one") }
                if name == "EC PARAMETERS", !hasParameters {
                    hasParameters = true
                    return
                }
                if let refusal = refusal(ofBlock: name) { throw BadValue(refusal) }
                guard unsafe isKnown(der) else { throw BadValue("private_key.algorithm") }
                unsafe read = unsafe Self.read(der)
                guard unsafe read != nil else { throw BadValue("private_key.pem") }
            }
        } catch {
            unsafe EVP_PKEY_free(read)
            throw error
        }
        guard let key = unsafe read else { throw BadValue("private_key.pem") }
        return unsafe key
    }

    private static func refusal(ofBlock name: String) -> Rule? {
        switch name {
        case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY": nil
        case "ENCRYPTED PRIVATE KEY": "private_key.encrypted"
        case "DSA PRIVATE KEY": "private_key.algorithm"
        default: "private_key.pem"
        }
    }

    /// The key, made ready to be written in one form; freed where it is refused.
    private static func checked(_ key: OpaquePointer) throws(BadValue) -> OpaquePointer {
        if let rule = unsafe fault(of: key) {
            unsafe EVP_PKEY_free(key)
            throw BadValue(rule)
        }
        return unsafe key
    }

    private static func fault(of key: OpaquePointer) -> Rule? {
        guard unsafe EVP_PKEY_get_bits(key) <= largestBits else { return "private_key.size" }
        switch unsafe PublicHalf.kind(of: key) {
        case .signing:
            return unsafe signs(key) ? nil : "private_key.pair"
        case .agreeing:
            // The public half of X25519 and X448 is computed from the private one, so it is its own.
            return nil
        case .curve:
            if unsafe PublicHalf.hasExplicitCurve(key) { return "private_key.curve" }
            guard unsafe PublicHalf.uncompress(key),
                unsafe EVP_PKEY_set_int_param(key, OSSL_PKEY_PARAM_EC_INCLUDE_PUBLIC, 1) == 1
            else { return "private_key.curve" }
            return unsafe signs(key) ? nil : "private_key.pair"
        case .refused, .unknown: return "private_key.algorithm"
        }
    }

    private static func read(_ der: UnsafeBufferPointer<UInt8>) -> OpaquePointer? {
        var next = der.baseAddress
        guard der.count <= largest, let key = unsafe d2i_AutoPrivateKey(nil, &next, der.count) else {
            return nil
        }
        guard unsafe next == der.baseAddress.map({ unsafe $0 + der.count }) else {
            unsafe EVP_PKEY_free(key)
            return nil
        }
        return unsafe key
    }

    /// Whether PKCS#8 holds a kind of key that is taken; the older forms say by their names what they hold.
    private static func isKnown(_ der: UnsafeBufferPointer<UInt8>) -> Bool {
        var next = der.baseAddress
        guard der.count <= largest, let info = unsafe d2i_PKCS8_PRIV_KEY_INFO(nil, &next, der.count) else {
            return true
        }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }
        var algorithm: OpaquePointer?
        guard unsafe PKCS8_pkey_get0(&algorithm, nil, nil, nil, info) == 1 else { return false }
        return unsafe kinds.contains(OBJ_obj2nid(algorithm))
    }

    /// Whether its public part verifies what its private part signs.
    private static func signs(_ key: OpaquePointer) -> Bool {
        guard let context = unsafe EVP_MD_CTX_new() else { return false }
        defer { unsafe EVP_MD_CTX_free(context) }
        let message = Array("coffer: do the halves belong together".utf8)
        var count = 0
        guard unsafe EVP_DigestSignInit_ex(context, nil, nil, nil, nil, key, nil) == 1,
            unsafe EVP_DigestSign(context, nil, &count, message, message.count) == 1
        else { return false }
        var signature = [UInt8](repeating: 0, count: count)
        guard unsafe EVP_DigestSign(context, &signature, &count, message, message.count) == 1,
            unsafe EVP_MD_CTX_reset(context) == 1,
            unsafe EVP_DigestVerifyInit_ex(context, nil, nil, nil, nil, key, nil) == 1
        else { return false }
        return unsafe EVP_DigestVerify(context, signature, count, message, message.count) == 1
    }
}
