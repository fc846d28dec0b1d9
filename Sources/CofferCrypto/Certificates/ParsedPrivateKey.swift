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

    /// Reads a key as it is kept: DER, or the PEM of before there was one form.
    init(kept bytes: UnsafeRawBufferPointer) throws(BadValue) {
        defer { ERR_clear_error() }
        let isText = unsafe bytes.first == UInt8(ascii: "-")
        unsafe key = unsafe try Self.checked(isText ? Self.only(in: bytes) : Self.whole(bytes))
    }

    deinit { unsafe EVP_PKEY_free(key) }

    /// Lends OpenSSL's key for the length of a call.
    borrowing func withKey<Result>(_ body: (OpaquePointer) -> Result) -> Result { unsafe body(key) }

    /// PKCS#8 as OpenSSL writes it.
    borrowing func pkcs8() throws(BadValue) -> WipedBytes {
        defer { ERR_clear_error() }
        guard let info = unsafe EVP_PKEY2PKCS8(key) else { throw BadValue("private_key.der") }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(info) }
        guard let der = unsafe Written.bytes(by: { unsafe i2d_PKCS8_PRIV_KEY_INFO(info, &$0) }) else {
            throw BadValue("private_key.der")
        }
        return WipedBytes(der)
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

    private static func whole(_ der: UnsafeRawBufferPointer) throws(BadValue) -> OpaquePointer {
        guard let key = unsafe read(der.bindMemory(to: UInt8.self)) else {
            throw BadValue("private_key.der")
        }
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
        case .rsa:
            // Before anything is computed: the primes of a short key may be long enough to take minutes. And OpenSSL signs
            // also with parts that are another key's, by the slow way, which others do not go.
            let numbers = unsafe RSANumbers(of: key)
            guard numbers.areSized(1...largestBits) else { return "private_key.size" }
            guard numbers.belongTogether() else { return "private_key.pair" }
            return unsafe signs(key) ? nil : "private_key.pair"
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
        let message = Array("coffer: do the halves belong together".utf8)
        return unsafe signature(of: message, with: key, nil) != nil
    }

    /// A signature of a message that the public part verifies; nil when there is none.
    ///
    /// - Parameters:
    ///   - message: what to sign.
    ///   - key: the key.
    ///   - digest: by which hash; nil for the key's own.
    /// - Returns: the signature.
    static func signature(
        of message: [UInt8], with key: OpaquePointer, _ digest: OpaquePointer?
    ) -> [UInt8]? {
        guard let context = unsafe EVP_MD_CTX_new() else { return nil }
        defer { unsafe EVP_MD_CTX_free(context) }
        var count = 0
        guard unsafe EVP_DigestSignInit(context, nil, digest, nil, key) == 1,
            unsafe EVP_DigestSign(context, nil, &count, message, message.count) == 1
        else { return nil }
        var signature = [UInt8](repeating: 0, count: count)
        guard unsafe EVP_DigestSign(context, &signature, &count, message, message.count) == 1,
            unsafe EVP_MD_CTX_reset(context) == 1,
            unsafe EVP_DigestVerifyInit(context, nil, digest, nil, key) == 1,
            unsafe EVP_DigestVerify(context, signature, count, message, message.count) == 1
        else { return nil }
        return Array(signature.prefix(count))
    }
}
