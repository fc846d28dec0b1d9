import CofferCrypto
import CofferModel
import Glibc
import Testing

/// A certificate of our own, made with the openssl program: EC P-256, names in two scripts, six kinds of SAN.
let deviceCertificate = """
    -----BEGIN CERTIFICATE-----
    MIICWDCCAf+gAwIBAgIFAMD/7hcwCgYIKoZIzj0EAwIwTzELMAkGA1UEBhMCQkcx
    HzAdBgNVBAoMFtCf0YDQuNC80LXRgCwg0JXQntCe0JQxHzAdBgNVBAMMFm5vZGUt
    MTcuY29mZmVyLmV4YW1wbGUwHhcNMjYxMTIxMTExNTQ4WhcNMzYxMTE4MTExNTQ4
    WjBPMQswCQYDVQQGEwJCRzEfMB0GA1UECgwW0J/RgNC40LzQtdGALCDQldCe0J7Q
    lDEfMB0GA1UEAwwWbm9kZS0xNy5jb2ZmZXIuZXhhbXBsZTBZMBMGByqGSM49AgEG
    CCqGSM49AwEHA0IABI2r2EOi6aUUsyKF4EYLdpORHA3zbXKYpK+HEVy+mAxq8y6n
    AJzwY5SxuxI0H+n0Y7fThS/d2g9htH8d+uNcyrajgccwgcQwgZQGA1UdEQSBjDCB
    iYIWbm9kZS0xNy5jb2ZmZXIuZXhhbXBsZYIQKi5jb2ZmZXIuZXhhbXBsZYcEwAAC
    EYcQIAENuAAAAAAAAAAAAAAAF4ESb3BzQGNvZmZlci5leGFtcGxlhhtodHRwczov
    L2NvZmZlci5leGFtcGxlL2QvMTekFDASMRAwDgYDVQQDDAdpZ25vcmVkMAwGA1Ud
    EwEB/wQCMAAwHQYDVR0OBBYEFKbWHQxYIyKz8T+EzRF1+PdDTrd1MAoGCCqGSM49
    BAMCA0cAMEQCIBPZYRovZts4g7NLcQiaW3dLfQvkPakKnub1sF+4qRHwAiAZerYX
    bseipfPs1f36ofBjGjHFv25TKykzllMOWadOxg==
    -----END CERTIFICATE-----

    """

@Suite struct CertificateTests {
    @Test func `a certificate tells what stands in it`() throws {
        let certificate = try X509Certificate(pem: Array(deviceCertificate.utf8))
        #expect(certificate.subject == "CN=node-17.coffer.example,O=Пример\\, ЕООД,C=BG")
        #expect(certificate.issuer == certificate.subject)
        #expect(certificate.serial == "c0ffee17")
        #expect(certificate.notBefore.description == "2026-11-21T11:15:48.000Z")
        #expect(certificate.notAfter.description == "2036-11-18T11:15:48.000Z")
        #expect(certificate.keyType == "EC-P-256")
        #expect(
            certificate.fingerprint.description
                == "72860e9ebdec090f255bc5a4bbb384e6822cf5deed8c5faf59654b4f7d2060f4")
        #expect(
            certificate.alternativeNames == [
                "node-17.coffer.example", "*.coffer.example", "192.0.2.17", "2001:db8::17",
                "ops@coffer.example", "https://coffer.example/d/17",
            ])
    }

    @Test func `PEM and DER give one certificate, and PEM is written as it was read`() throws {
        let certificate = try X509Certificate(pem: Array(deviceCertificate.utf8))
        #expect(try X509Certificate(der: certificate.der) == certificate)
        #expect(certificate.pem == deviceCertificate)
        let windows = deviceCertificate.split(separator: "\n").joined(separator: "\r\n")
        #expect(try X509Certificate(pem: Array(windows.utf8)) == certificate)
        #expect(try X509Certificate(pem: Array(("device 17\n" + windows).utf8)) == certificate)
    }

    @Test(arguments: zip(MadeCertificate.Kind.allCases, ["EC-P-256", "RSA-2048", "Ed25519"]))
    func `a private key matches its certificate and no other`(kind: MadeCertificate.Kind, type: String) throws
    {
        let mine = try MadeCertificate(kind)
        let other = try MadeCertificate(kind)
        let certificate = try X509Certificate(pem: mine.certificatePEM())
        #expect(certificate.keyType == type)
        #expect(certificate.serial == "1234")
        #expect(certificate.alternativeNames == [])
        #expect(certificate.matches(try mine.privateKeyPEM()))
        #expect(!certificate.matches(try other.privateKeyPEM()))
        #expect(!certificate.matches([]))
        #expect(PrivateKeyForm.refusal(of: try mine.privateKeyPEM()) == nil)
    }

    @Test func `a chain keeps its order, and where one is wanted two are refused`() throws {
        let other = try MadeCertificate(.ed25519).certificatePEM()
        let both = Array(deviceCertificate.utf8) + other
        #expect(try X509Certificate.chain(pem: both).map(\.keyType) == ["EC-P-256", "Ed25519"])
        #expect(throws: BadValue("certificate.one")) { try X509Certificate(pem: both) }
        let seventeen = Array(repeatElement(other, count: 17).joined())
        #expect(throws: BadValue("certificate.chain")) { try X509Certificate.chain(pem: seventeen) }
    }

    @Test func `what is no certificate, unfinished, too long or followed by something is refused`() throws {
        let certificate = try X509Certificate(pem: Array(deviceCertificate.utf8))
        let key = try MadeCertificate(.ec).privateKeyPEM()
        let cut = String(deviceCertificate.dropLast(30))
        let long = String(repeating: "x", count: 64 * 1024) + deviceCertificate
        for text in ["", "x", cut, long, deviceCertificate + cut, deviceCertificate + "-----BEGIN "] {
            #expect(throws: BadValue("certificate.pem")) { try X509Certificate(pem: Array(text.utf8)) }
        }
        #expect(throws: BadValue("certificate.pem")) { try X509Certificate(pem: key) }
        #expect(throws: BadValue("certificate.pem")) {
            try X509Certificate(pem: Array(deviceCertificate.utf8) + key)
        }
        #expect(throws: BadValue("certificate.der")) { try X509Certificate(der: certificate.der + [0]) }
        #expect(throws: BadValue("certificate.der")) { try X509Certificate(der: []) }
    }

    @Test func `ten thousand broken certificates are read or refused, never more`() throws {
        let der = try X509Certificate(pem: Array(deviceCertificate.utf8)).der
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for round in 0..<10_000 {
            var broken = der
            for _ in 0...round % 4 {
                broken[Int.random(in: 0..<der.count, using: &random)] ^=
                    1 << UInt8.random(in: 0..<8, using: &random)
            }
            if round.isMultiple(of: 5) { broken.removeLast(Int.random(in: 0..<der.count, using: &random)) }
            do throws(BadValue) {
                let read = try X509Certificate(der: broken)
                #expect(read.der == broken)
            } catch { refused += 1 }
        }
        #expect(refused > 1000)
    }
}

@Suite struct CertificateMemoryTests {
    @Test(.enabled(if: !isSanitised, "AddressSanitizer keeps freed memory for a while"))
    func `reading and refusing certificates and keys leaves no memory behind`() async {
        // In a process of its own, so that other tests do not count.
        await #expect(processExitsWith: .success) {
            let made = try MadeCertificate(.ec)
            let (pem, key) = (try made.certificatePEM(), try made.privateKeyPEM())
            let der = try X509Certificate(pem: Array(deviceCertificate.utf8)).der
            func rounds(_ count: Int) {
                for round in 0..<count {
                    var broken = der
                    broken[round % der.count] ^= 1 << UInt8(round % 8)
                    _ = try? X509Certificate(der: broken)
                    _ = try? X509Certificate(pem: pem).matches(key)
                    _ = PrivateKeyForm.refusal(of: Array(key.dropLast(round % key.count)))
                    _ = PrivateKeyForm.refusal(of: key + key)
                }
            }
            rounds(1000)
            let before = residentPages()
            rounds(2000)
            exit(residentPages() > before + 256 ? 2 : 0)
        }
    }
}

/// Pages of this process that are in memory, or none when the system does not tell.
func residentPages() -> Int {
    guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
    defer { unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard unsafe fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let words = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
    return words.count > 1 ? Int(words[1]) ?? 0 : 0
}

@Suite struct PrivateKeyTests {
    @Test func `older PEM of RSA and EC is taken too`() throws {
        #expect(PrivateKeyForm.refusal(of: try MadeCertificate(.rsa).traditionalKeyPEM()) == nil)
        #expect(PrivateKeyForm.refusal(of: try MadeCertificate(.ec).traditionalKeyPEM()) == nil)
    }

    @Test func `an encrypted key is refused without asking anyone for its passphrase`() throws {
        let pem = try MadeCertificate(.ec).encryptedKeyPEM()
        #expect(PrivateKeyForm.refusal(of: pem) == BadValue("private_key.encrypted"))
    }

    @Test func `two keys, no key and a certificate are refused`() throws {
        let pem = try MadeCertificate(.ec).privateKeyPEM()
        #expect(PrivateKeyForm.refusal(of: pem + pem) == BadValue("private_key.one"))
        #expect(PrivateKeyForm.refusal(of: []) == BadValue("private_key.pem"))
        #expect(PrivateKeyForm.refusal(of: Array(pem.dropLast(20))) == BadValue("private_key.pem"))
        #expect(PrivateKeyForm.refusal(of: Array(deviceCertificate.utf8)) == BadValue("private_key.pem"))
    }

    @Test func `a key whose halves do not belong together is refused`() throws {
        let pem = String(decoding: try MadeCertificate(.ec).privateKeyPEM(), as: UTF8.self)
        var lines = pem.split(separator: "\n").map { String($0) }
        // PKCS#8 of P-256: the private scalar stands in bytes 36...67, that is in the first line's second half.
        let middle = lines[1].index(lines[1].startIndex, offsetBy: 56)
        lines[1].replaceSubrange(middle...middle, with: lines[1][middle] == "A" ? "B" : "A")
        let mended = Array((lines.joined(separator: "\n") + "\n").utf8)
        #expect(PrivateKeyForm.refusal(of: mended) == BadValue("private_key.pair"))
    }

    @Test func `two thousand broken keys are taken or refused, never more`() throws {
        let pem = try MadeCertificate(.ec).privateKeyPEM()
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<2000 {
            var broken = pem
            let place = Int.random(in: 0..<pem.count, using: &random)
            broken[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            if PrivateKeyForm.refusal(of: broken) != nil { refused += 1 }
        }
        #expect(refused > 1000)
    }
}

extension PrivateKeyForm {
    static func refusal(of pem: [UInt8]) -> BadValue? {
        unsafe pem.withUnsafeBytes { pem in
            do throws(BadValue) { _ = unsafe try PrivateKeyForm(pem: pem) } catch { return error }
            return nil
        }
    }
}

extension X509Certificate {
    func matches(_ key: [UInt8]) -> Bool {
        unsafe key.withUnsafeBytes { pem in
            guard let key = unsafe try? PrivateKeyForm(pem: pem) else { return false }
            return key.keyHash == keyHash
        }
    }
}
