package import CofferModel

/// A certificate, those who vouch for it, and its private key: as customers hand them over together.
package struct KeyBundle: ~Copyable {
    /// The certificate; of the key, where there is one, else the first.
    package let certificate: X509Certificate
    /// Who vouches for it, each signed by the next; may be empty.
    package let chain: [X509Certificate]
    /// Its key as PEM, PKCS#8 without a passphrase; only PEM may come without.
    package var privateKey: String? { key.map { PEMText.of("PRIVATE KEY", $0.bytes) } }
    private let key: WipedBytes?

    /// Reads a PKCS#12 file (RFC 7292) that has a MAC, one key, its certificate, and nobody but those who vouch for that.
    ///
    /// Before anything is derived it is told how often that will be: all iterations of the file together are at most
    /// 2,000,000.
    ///
    /// - Parameters:
    ///   - file: At most 64 KiB of DER.
    ///   - passphrase: UTF-8; who calls wipes it.
    /// - Throws: ``BadValue`` with a rule `pkcs12.…`, `certificate.…`, `certificate_chain.…` or `private_key.…`.
    package init(pkcs12 file: [UInt8], passphrase: [UInt8]) throws(BadValue) {
        let parsed = try ParsedPKCS12(file)
        let contents = unsafe passphrase.withUnsafeBytes { secret in
            Result { () throws(BadValue) in unsafe try parsed.contents(secret) }
        }
        let found = try contents.get()
        try self.init(found.certificates, key: found.key, stranger: "pkcs12.certificate")
    }

    /// Reads PEM of certificates in any order, and at most one private key.
    ///
    /// - Parameters:
    ///   - pem: At most 64 KiB; several files one after another.
    ///   - passphrase: for a key that is encrypted (PKCS#8, PBKDF2, at most 2,000,000 iterations); UTF-8; who calls wipes it.
    /// - Throws: ``BadValue`` with a rule `certificate.…`, `certificate_chain.…` or `private_key.…`.
    package init(pem: [UInt8], passphrase: [UInt8]?) throws(BadValue) {
        let blocks = unsafe pem.withUnsafeBytes { pem in
            Result { () throws(BadValue) in unsafe try Self.blocks(pem, passphrase) }
        }
        let found = try blocks.get()
        try self.init(
            found.certificates, key: found.key,
            stranger: found.certificates.isEmpty ? "certificate.pem" : "private_key.match")
    }

    private init(_ ders: [[UInt8]], key: WipedBytes?, stranger: Rule) throws(BadValue) {
        let all = try Self.certificates(ders)
        guard let first = all.first else { throw BadValue(stranger) }
        guard let key else {
            let chain = try Self.chain(of: first, among: all)
            certificate = first
            self.chain = chain
            self.key = nil
            return
        }
        let form = try PrivateKeyForm(der: key.bytes)
        guard let own = all.first(where: { $0.keyHash == form.keyHash }) else { throw BadValue(stranger) }
        let chain = try Self.chain(of: own, among: all)
        certificate = own
        self.chain = chain
        self.key = form.bytes
    }

    static func blocks(
        _ pem: UnsafeRawBufferPointer, _ passphrase: [UInt8]?
    ) throws(BadValue) -> (certificates: [[UInt8]], key: WipedBytes?) {
        var certificates: [[UInt8]] = []
        var key: WipedBytes?
        unsafe try PEM.forEachBlock(pem, "certificate.pem", headed: "private_key.encrypted") {
            (name, block) throws(BadValue) in
            switch name {
            case "CERTIFICATE": certificates.append(unsafe Array(block))
            case "EC PARAMETERS": break
            default:
                guard key == nil else { throw BadValue("private_key.one") }
                key = unsafe try EncryptedKey.der(block, named: name, passphrase)
            }
        }
        return (certificates, key)
    }

    static func certificates(_ ders: [[UInt8]]) throws(BadValue) -> [X509Certificate] {
        guard ders.count <= Limits.certificatesOfFile else { throw BadValue("certificate.chain") }
        var all: [X509Certificate] = []
        for der in ders { all.append(try X509Certificate(der: der)) }
        return all
    }

    /// Those who vouch for a certificate, in order; files have them in any.
    ///
    /// Nobody may be left over.
    private static func chain(
        of own: X509Certificate, among all: [X509Certificate]
    ) throws(BadValue) -> [X509Certificate] {
        var chain: [X509Certificate] = []
        var rest = all.filter { $0 != own }
        var last = own
        while !rest.isEmpty {
            guard let place = rest.firstIndex(where: { $0.subject == last.issuer }) else {
                throw BadValue("certificate_chain.order")
            }
            let next = rest.remove(at: place)
            try last.checkIssued(by: next)
            chain.append(next)
            last = next
        }
        return chain
    }
}
