import COpenSSL
import CofferModel

/// OpenSSL's private key, wiped and freed when it ends.
@safe struct ParsedPrivateKey: ~Copyable {
    let key: OpaquePointer

    /// Reads exactly one block, which holds exactly one key.
    init(pem: UnsafeRawBufferPointer) throws(BadValue) {
        defer { ERR_clear_error() }
        unsafe key = unsafe try Self.only(in: pem)
    }

    deinit { unsafe EVP_PKEY_free(key) }

    /// What is longer takes seconds for one signature.
    private static let largestBits: Int32 = 8192

    private static func only(in pem: UnsafeRawBufferPointer) throws(BadValue) -> OpaquePointer {
        guard unsafe PEM.blockCount(pem) <= 1 else { throw BadValue("private_key.one") }
        var read: OpaquePointer?
        unsafe try PEM.forEachBlock(pem, "private_key.pem") { (name, der) throws(BadValue) in
            guard name != "ENCRYPTED PRIVATE KEY" else { throw BadValue("private_key.encrypted") }
            guard ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"].contains(name) else {
                throw BadValue("private_key.pem")
            }
            unsafe read = unsafe Self.read(der)
        }
        guard let key = unsafe read else { throw BadValue("private_key.pem") }
        if let rule = unsafe fault(of: key) {
            unsafe EVP_PKEY_free(key)
            throw BadValue(rule)
        }
        return unsafe key
    }

    private static func fault(of key: OpaquePointer) -> Rule? {
        guard unsafe EVP_PKEY_get_bits(key) <= largestBits else { return "private_key.size" }
        return unsafe signs(key) ? nil : "private_key.pair"
    }

    private static func read(_ der: UnsafeBufferPointer<UInt8>) -> OpaquePointer? {
        var next = der.baseAddress
        guard let key = unsafe d2i_AutoPrivateKey(nil, &next, der.count) else { return nil }
        guard unsafe next == der.baseAddress.map({ unsafe $0 + der.count }) else {
            unsafe EVP_PKEY_free(key)
            return nil
        }
        return unsafe key
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
