import COpenSSL
import CofferModel

/// OpenSSL's PKCS#12, read in the order in which it can be believed: form, work, MAC, contents.
@safe struct ParsedPKCS12: ~Copyable {
    private let file: OpaquePointer
    private let safes: OpaquePointer

    /// Reads DER that ends where the file ends, has a MAC, and does not ask for too much work.
    init(_ der: [UInt8]) throws(BadValue) {
        defer { ERR_clear_error() }
        guard let file = unsafe Self.read(der) else { throw BadValue("pkcs12.form") }
        let opened = unsafe Self.checked(file)
        if case .failure = unsafe opened { unsafe PKCS12_free(file) }
        unsafe safes = unsafe try opened.get()
        unsafe self.file = unsafe file
    }

    deinit {
        unsafe coffer_safes_free(safes)
        unsafe PKCS12_free(file)
    }

    /// The certificates, 1...16, and the one key as PKCS#8, all in DER and as the file has them.
    borrowing func contents(
        _ passphrase: UnsafeRawBufferPointer
    ) throws(BadValue) -> (certificates: [[UInt8]], key: WipedBytes) {
        defer { ERR_clear_error() }
        let secret = unsafe passphrase.bindMemory(to: CChar.self)
        guard unsafe PKCS12_verify_mac(file, secret.baseAddress, Int32(secret.count)) == 1 else {
            throw BadValue("pkcs12.passphrase")
        }
        var found = PKCS12Contents()
        for index in 0..<max(0, unsafe coffer_safes_count(safes)) {
            let safe = unsafe coffer_safe(safes, index)
            let isEncrypted = unsafe coffer_safe_algorithm(safe) != nil
            let bags =
                unsafe isEncrypted
                ? PKCS12_unpack_p7encdata(safe, secret.baseAddress, Int32(secret.count))
                : PKCS12_unpack_p7data(safe)
            guard let bags = unsafe bags else { throw BadValue("pkcs12.algorithm") }
            defer { unsafe coffer_bags_free(bags) }
            unsafe try found.take(bags, insideEncrypted: isEncrypted, secret)
        }
        guard let key = found.key else { throw BadValue("pkcs12.key") }
        guard !found.certificates.isEmpty else { throw BadValue("pkcs12.certificate") }
        return (found.certificates, key)
    }

    /// The safes of a file that may be opened.
    private static func checked(_ file: OpaquePointer) -> Result<OpaquePointer, BadValue> {
        guard unsafe PKCS12_mac_present(file) == 1 else { return unsafe .failure(BadValue("pkcs12.mac")) }
        guard let safes = unsafe PKCS12_unpack_authsafes(file) else {
            return unsafe .failure(BadValue("pkcs12.form"))
        }
        do throws(BadValue) {
            unsafe try checkWork(file, safes)
        } catch {
            unsafe coffer_safes_free(safes)
            return unsafe .failure(error)
        }
        return unsafe .success(safes)
    }

    private static func read(_ der: [UInt8]) -> OpaquePointer? {
        guard der.count <= PEM.largest else { return nil }
        return unsafe der.withUnsafeBufferPointer { bytes -> OpaquePointer? in
            var next = bytes.baseAddress
            guard let read = unsafe d2i_PKCS12(nil, &next, bytes.count) else { return nil }
            guard unsafe next == bytes.baseAddress.map({ unsafe $0 + bytes.count }) else {
                unsafe PKCS12_free(read)
                return nil
            }
            return unsafe read
        }
    }

    /// What the file says of iterations: of its MAC, of each encrypted safe, and of each encrypted key outside one.
    private static func checkWork(_ file: OpaquePointer, _ safes: OpaquePointer) throws(BadValue) {
        var work = PassphraseWork("pkcs12.iterations")
        var iterations: UnsafePointer<ASN1_INTEGER>?
        unsafe PKCS12_get0_mac(nil, nil, nil, &iterations, file)
        var ofMAC: Int64 = 1
        if let iterations = unsafe iterations {
            guard unsafe ASN1_INTEGER_get_int64(&ofMAC, iterations) == 1 else {
                throw BadValue("pkcs12.iterations")
            }
        }
        try work.add(ofMAC)
        for index in 0..<max(0, unsafe coffer_safes_count(safes)) {
            let safe = unsafe coffer_safe(safes, index)
            switch unsafe coffer_safe_kind(safe) {
            case NID_pkcs7_encrypted: unsafe try work.add(coffer_safe_algorithm(safe))
            case NID_pkcs7_data:
                guard let bags = unsafe PKCS12_unpack_p7data(safe) else { throw BadValue("pkcs12.form") }
                defer { unsafe coffer_bags_free(bags) }
                for place in 0..<max(0, unsafe coffer_bags_count(bags)) {
                    guard let bag = unsafe coffer_bag(bags, place),
                        unsafe PKCS12_SAFEBAG_get_nid(bag) == NID_pkcs8ShroudedKeyBag
                    else { continue }
                    var algorithm: UnsafePointer<X509_ALGOR>?
                    unsafe X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(bag), &algorithm, nil)
                    unsafe try work.add(algorithm)
                }
            default: throw BadValue("pkcs12.form")
            }
        }
    }
}
