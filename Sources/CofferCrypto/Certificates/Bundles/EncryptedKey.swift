import COpenSSL
import CofferModel

/// The block of PEM that holds a private key, under a passphrase or not.
enum EncryptedKey {
    /// The DER of the key.
    ///
    /// - Parameters:
    ///   - block: what stands in the block.
    ///   - name: its name; `ENCRYPTED PRIVATE KEY` is PKCS#8 under a passphrase, by PBKDF2 (RFC 5958 §3).
    ///   - passphrase: UTF-8; it is hashed at most 2,000,000 times.
    /// - Returns: the DER.
    /// - Throws: ``BadValue`` with a rule `private_key.…`.
    static func der(
        _ block: UnsafeBufferPointer<UInt8>, named name: String, _ passphrase: [UInt8]?
    ) throws(BadValue) -> WipedBytes {
        switch name {
        case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY": return WipedBytes(unsafe Array(block))
        case "ENCRYPTED PRIVATE KEY":
            guard let passphrase else { throw BadValue("private_key.encrypted") }
            let opened = unsafe passphrase.withUnsafeBytes { secret in
                Result { () throws(BadValue) in
                    unsafe try Self.opened(block, secret.bindMemory(to: CChar.self))
                }
            }
            return try opened.get()
        case "DSA PRIVATE KEY": throw BadValue("private_key.algorithm")
        default: throw BadValue("private_key.pem")
        }
    }

    private static func opened(
        _ block: UnsafeBufferPointer<UInt8>, _ secret: UnsafeBufferPointer<CChar>
    ) throws(BadValue) -> WipedBytes {
        var next = block.baseAddress
        guard let sealed = unsafe d2i_X509_SIG(nil, &next, block.count) else {
            throw BadValue("private_key.pem")
        }
        defer { unsafe X509_SIG_free(sealed) }
        var algorithm: UnsafePointer<X509_ALGOR>?
        unsafe X509_SIG_get0(sealed, &algorithm, nil)
        var work = PassphraseWork("private_key.iterations")
        unsafe try work.add(algorithm)
        guard let opened = unsafe PKCS8_decrypt(sealed, secret.baseAddress, Int32(secret.count)) else {
            throw BadValue("private_key.passphrase")
        }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(opened) }
        guard let der = unsafe Written.bytes(by: { unsafe i2d_PKCS8_PRIV_KEY_INFO(opened, &$0) }) else {
            throw BadValue("private_key.der")
        }
        return WipedBytes(der)
    }
}
