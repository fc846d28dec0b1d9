import CSodium

/// HMAC-SHA256 (RFC 2104), for what others verify: requests to webhooks.
///
/// The vault's own derivations are BLAKE2b.
package enum HMACSHA256 {
    /// The code over a message, 32 bytes.
    ///
    /// - Parameters:
    ///   - message: what is vouched for.
    ///   - key: any length; 32 bytes are as good as more.
    /// - Returns: the code.
    package static func code(of message: [UInt8], under key: UnsafeRawBufferPointer) -> [UInt8] {
        var state = crypto_auth_hmacsha256_state()
        unsafe crypto_auth_hmacsha256_init(&state, key.octets, key.count)
        unsafe crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        var code = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_bytes()))
        unsafe crypto_auth_hmacsha256_final(&state, &code)
        unsafe sodium_memzero(&state, MemoryLayout.size(ofValue: state))
        return code
    }
}
