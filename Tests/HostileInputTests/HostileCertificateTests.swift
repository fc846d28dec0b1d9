import CofferCrypto
import CofferForms
import CofferModel
import CofferTesting
import Testing

private let now = Timestamp("2026-11-22T09:00:00.000Z") ?? Timestamp(milliseconds: 0)

/// Certificates, keys and their files, damaged: each is taken or refused by a rule, in bounded time.
@Suite struct HostileCertificateTests {
    private func refused(_ parse: () throws(BadValue) -> Void) -> Bool {
        do throws(BadValue) { try parse() } catch {
            #expect(!error.rule.description.isEmpty)
            return true
        }
        return false
    }

    private func made() async throws -> [String: [UInt8]] {
        try await OpenSSL.make(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.crt -days 9 "
                + "-subj '/CN=a/O=Ёлка' -addext subjectAltName=DNS:a.example,IP:192.0.2.1,email:a@example.org",
            "req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.crt -days 9 -subj /CN=b -sha1",
            "req -x509 -newkey ed25519 -nodes -keyout ed.key -out ed.crt -days 9 -subj /CN=c",
            "pkcs12 -export -inkey ec.key -in ec.crt -passout pass:a -iter 2 -out ec.p12",
            "pkcs12 -export -inkey rsa.key -in rsa.crt -passout pass:a -iter 2 -keypbe PBE-SHA1-3DES "
                + "-certpbe NONE -macalg sha1 -out rsa.p12")
    }

    private func samples(_ made: [String: [UInt8]], _ names: String...) throws -> [[UInt8]] {
        try names.map { try #require(made[$0]) }
    }

    @Test func `a damaged certificate is read or refused, and what is read is read again alike`() async throws
    {
        let made = try await made()
        let ders = try samples(made, "ec.crt", "rsa.crt", "ed.crt").map { try X509Certificate(pem: $0).der }
        let taken = Hostile.feed(ders) { input in
            !refused { () throws(BadValue) in
                let certificate = try X509Certificate(der: input)
                let fields = try CertificateFields.derived(from: input, as: .certificate, at: now)
                #expect(
                    certificate.der == input && fields["fingerprint"] != nil, "COFFER_SEED=\(Hostile.seed)")
                _ = try? certificate.checkIssued(by: certificate)
            }
        }
        #expect(taken >= 3)
    }

    @Test func `damaged PEM of certificates and chains is taken or refused`() async throws {
        let made = try await made()
        let texts = try samples(made, "ec.crt", "rsa.crt", "ed.crt")
        let taken = Hostile.feed(texts + [texts[0] + texts[0]]) { input in
            let text = JSON.string(String(decoding: input, as: UTF8.self))
            let one = !refused { () throws(BadValue) in
                let bytes = try Canonical.bytes(of: text, as: .certificate, at: now)
                #expect(Shown.json(bytes, as: .certificate).string != nil)
            }
            let chain = !refused { () throws(BadValue) in
                _ = try Canonical.bytes(of: text, as: .certificateChain, at: now)
            }
            return one || chain
        }
        #expect(taken >= 4)
    }

    @Test func `a damaged private key is refused or has one form`() async throws {
        let made = try await made()
        let texts = try samples(made, "ec.key", "rsa.key", "ed.key")
        let taken = Hostile.feed(texts) { input in
            let text = JSON.string(String(decoding: input, as: UTF8.self))
            return !refused { () throws(BadValue) in
                let der = try Canonical.bytes(of: text, as: .privateKey, at: now)
                let again = try Canonical.bytes(
                    of: Shown.json(der, as: .privateKey), as: .privateKey, at: now)
                #expect(again == der, "COFFER_SEED=\(Hostile.seed)")
            }
        }
        #expect(taken >= 3)
    }

    @Test func `a damaged PKCS#12 file is refused before it costs more than its bound`() async throws {
        let made = try await made()
        let files = try samples(made, "ec.p12", "rsa.p12")
        let taken = Hostile.feed(files) { input in
            !refused { () throws(BadValue) in
                let bundle = try KeyBundle(pkcs12: input, passphrase: Array("a".utf8))
                #expect(bundle.certificate.der.count > 0)
            }
        }
        #expect(taken >= 2)
    }

    @Test(.enabled(if: SSHTool.isHere, "no ssh-keygen"))
    func `a damaged SSH key is refused or stays itself`() async throws {
        let made = try await SSHTool.make(
            "-t ed25519 -N '' -f a", "-t ecdsa -N '' -f b", "-t rsa -b 2048 -N '' -f c")
        let texts = try samples(made, "a", "b", "c")
        let taken = Hostile.feed(texts) { input in
            let text = JSON.string(String(decoding: input, as: UTF8.self))
            return !refused { () throws(BadValue) in
                let bytes = try Canonical.bytes(of: text, as: .sshPrivateKey, at: now)
                let shown = Shown.json(bytes, as: .sshPrivateKey)
                #expect(try Canonical.bytes(of: shown, as: .sshPrivateKey, at: now) == bytes)
            }
        }
        #expect(taken >= 3)
        let blobs = Hostile.feed(try samples(made, "a.pub", "b.pub", "c.pub")) { input in
            let text = JSON.string(
                String(decoding: input, as: UTF8.self).split(separator: "\n").first.map { String($0) } ?? "")
            return !refused { () throws(BadValue) in
                _ = try Canonical.bytes(of: text, as: .sshPublicKey, at: now)
            }
        }
        #expect(blobs >= 3)
    }
}
