import COpenSSL
import CofferModel

/// What was found in the bags of a PKCS#12 file.
struct PKCS12Contents {
    /// In DER, 16 at most.
    private(set) var certificates: [[UInt8]] = []
    /// PKCS#8, in DER.
    private(set) var key: WipedBytes?

    /// Takes certificates and keys out of the bags of one safe; other bags are let be.
    ///
    /// - Parameters:
    ///   - bags: The bags.
    ///   - isInside: Whether they were encrypted together: a key that is encrypted once more would be work nobody
    ///     counted.
    ///   - secret: The passphrase.
    /// - Throws: ``BadValue`` with a rule `pkcs12.…`.
    mutating func take(
        _ bags: OpaquePointer, insideEncrypted isInside: Bool, _ secret: UnsafeBufferPointer<CChar>
    ) throws(BadValue) {
        for place in 0..<max(0, unsafe coffer_bags_count(bags)) {
            guard let bag = unsafe coffer_bag(bags, place) else { throw BadValue("pkcs12.form") }
            switch unsafe PKCS12_SAFEBAG_get_nid(bag) {
            case NID_certBag: try add(certificate: unsafe Self.certificate(bag))
            case NID_keyBag: try add(key: unsafe Self.der(PKCS12_SAFEBAG_get0_p8inf(bag)))
            case NID_pkcs8ShroudedKeyBag where !isInside:
                guard
                    let opened = unsafe PKCS12_decrypt_skey(bag, secret.baseAddress, Int32(secret.count))
                else { throw BadValue("pkcs12.algorithm") }
                defer { unsafe PKCS8_PRIV_KEY_INFO_free(opened) }
                try add(key: unsafe Self.der(opened))
            case NID_pkcs8ShroudedKeyBag, NID_safeContentsBag: throw BadValue("pkcs12.nested")
            default: continue
            }
        }
    }

    private mutating func add(certificate der: [UInt8]?) throws(BadValue) {
        guard let der else { throw BadValue("pkcs12.form") }
        guard certificates.count < Limits.certificatesOfFile else { throw BadValue("pkcs12.certificate") }
        certificates.append(der)
    }

    private mutating func add(key der: [UInt8]?) throws(BadValue) {
        guard let der else { throw BadValue("pkcs12.form") }
        guard key == nil else { throw BadValue("pkcs12.key") }
        key = WipedBytes(der)
    }

    private static func certificate(_ bag: OpaquePointer) -> [UInt8]? {
        guard let certificate = unsafe PKCS12_SAFEBAG_get1_cert(bag) else { return nil }
        defer { unsafe X509_free(certificate) }
        return unsafe Written.bytes { unsafe i2d_X509(certificate, &$0) }
    }

    private static func der(_ key: OpaquePointer?) -> [UInt8]? {
        unsafe Written.bytes { unsafe i2d_PKCS8_PRIV_KEY_INFO(key, &$0) }
    }
}
