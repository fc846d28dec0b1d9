import CofferCrypto
import CofferModel
import CofferTesting
import Testing

/// PKCS#12 files and folders of PEM, as customers hand them over.
@Suite struct KeyBundleTests {
    private static let passphrase = Array("correct horse".utf8)
    private static let authority = [
        "req -x509 -newkey ed25519 -nodes -keyout root.key -out root.crt -days 9 -subj /CN=root",
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout mid.key -out mid.csr -subj /CN=mid "
            + "-addext basicConstraints=critical,CA:TRUE",
        "x509 -req -in mid.csr -CA root.crt -CAkey root.key -days 9 -set_serial 4 -copy_extensions copyall -out mid.crt",
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf",
        "x509 -req -in leaf.csr -CA mid.crt -CAkey mid.key -days 9 -set_serial 5 -out leaf.crt",
        "crl2pkcs7 -nocrl -certfile root.crt -certfile mid.crt -out both.p7",
        "pkcs7 -in both.p7 -print_certs -out others.pem",
    ]

    /// A leaf, who signed it, and a file exported of them with more options.
    private func made(_ export: String, _ more: String...) async throws -> [String: [UInt8]] {
        try await OpenSSL.make(
            Self.authority + [
                "pkcs12 -export -inkey leaf.key -in leaf.crt -passout 'pass:correct horse' -out a.p12 \(export)"
            ] + more)
    }

    private func refusal(_ file: [UInt8]?, _ passphrase: [UInt8] = passphrase) throws -> Rule? {
        let file = try #require(file)
        do throws(BadValue) { _ = try KeyBundle(pkcs12: file, passphrase: passphrase).chain } catch {
            return error.rule
        }
        return nil
    }

    @Test(arguments: [
        "", "-certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1", "-keypbe NONE -certpbe NONE",
    ])
    func `a file gives certificate, key, and chain in order (B34)`(options: String) async throws {
        let made = try await made("-certfile others.pem " + options)
        let bundle = try KeyBundle(pkcs12: #require(made["a.p12"]), passphrase: Self.passphrase)
        func certificate(_ name: String) throws -> X509Certificate {
            try X509Certificate(pem: #require(made[name]))
        }
        #expect(bundle.certificate == (try certificate("leaf.crt")))
        #expect(bundle.chain == [try certificate("mid.crt"), try certificate("root.crt")])
        let key = String(decoding: try #require(made["leaf.key"]), as: UTF8.self)
        #expect(bundle.privateKey == key)
    }

    @Test func `a file with another passphrase, changed or longer is refused`() async throws {
        let file = try #require(try await made("")["a.p12"])
        #expect(try refusal(file, Array("correct house".utf8)) == "pkcs12.passphrase")
        #expect(try refusal(file, []) == "pkcs12.passphrase")
        #expect(try refusal(file + [0]) == "pkcs12.form")
        #expect(try refusal([]) == "pkcs12.form")
        var changed = file
        changed[file.count / 2] ^= 1
        #expect(try refusal(changed) != nil)
    }

    @Test func `a file without MAC, without key, or whose certificate is another's is refused`() async throws
    {
        #expect(try refusal(try await made("-nomac")["a.p12"]) == "pkcs12.mac")
        let keyless = try await made(
            "", "pkcs12 -export -nokeys -in leaf.crt -passout 'pass:correct horse' -out b.p12")
        #expect(try refusal(keyless["b.p12"]) == "pkcs12.key")
        let bare = try await made(
            "", "pkcs12 -export -nocerts -inkey leaf.key -passout 'pass:correct horse' -out b.p12")
        #expect(try refusal(bare["b.p12"]) == "pkcs12.certificate")
    }

    @Test func `who vouches for nothing in a file is not carried along`() async throws {
        let made = try await made(
            "", "req -x509 -newkey ed25519 -nodes -keyout no.key -out no.crt -days 9 -subj /CN=no",
            "pkcs12 -export -inkey leaf.key -in leaf.crt -certfile no.crt -passout 'pass:correct horse' -out b.p12"
        )
        #expect(try refusal(made["b.p12"]) == "certificate_chain.order")
    }

    @Test func `work is counted before it is done, all of it together`() async throws {
        // Three derivations of 700,000: each alone would be let through.
        let made = try await made(
            "-iter 700000",
            "pkcs12 -export -inkey leaf.key -in leaf.crt "
                + "-passout 'pass:correct horse' -iter 100000 -out b.p12")
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try refusal(made["a.p12"]) == "pkcs12.iterations")
        #expect(clock.now - start < .milliseconds(50))
        #expect(try refusal(made["b.p12"]) == nil)
    }

    @Test func `work that is no number, or another than PBKDF2, is too much`() async throws {
        let made = try await made(
            "-certpbe AES-256-CBC", "pkcs8 -topk8 -scrypt -in leaf.key -passout pass:a -out scrypt.pem")
        var pem = try #require(made["leaf.crt"])
        pem += try #require(made["scrypt.pem"])
        #expect(throws: BadValue("private_key.iterations")) {
            try KeyBundle(pem: pem, passphrase: Array("a".utf8)).chain
        }
    }

    @Test func `PEM in any order gives the same, its key under a passphrase or not`() async throws {
        let made = try await made(
            "", "pkcs8 -topk8 -in leaf.key -passout 'pass:correct horse' -out sealed.key")
        func text(_ names: String...) throws -> [UInt8] {
            try names.reduce(into: []) { $0 += try #require(made[$1]) }
        }
        for key in ["leaf.key", "sealed.key"] {
            let bundle = try KeyBundle(
                pem: text("root.crt", key, "leaf.crt", "mid.crt"), passphrase: Self.passphrase)
            #expect(bundle.certificate.subject == "CN=leaf")
            #expect(bundle.chain.map(\.subject) == ["CN=mid", "CN=root"])
        }
        #expect(throws: BadValue("private_key.encrypted")) {
            try KeyBundle(pem: text("leaf.crt", "sealed.key"), passphrase: nil).chain
        }
        #expect(throws: BadValue("private_key.passphrase")) {
            try KeyBundle(pem: text("leaf.crt", "sealed.key"), passphrase: Array("x".utf8)).chain
        }
        #expect(throws: BadValue("private_key.match")) {
            try KeyBundle(pem: text("leaf.crt", "mid.key"), passphrase: nil).chain
        }
        #expect(throws: BadValue("private_key.one")) {
            try KeyBundle(pem: text("leaf.crt", "leaf.key", "mid.key"), passphrase: nil).chain
        }
        let bare = try KeyBundle(pem: text("leaf.crt", "mid.crt"), passphrase: nil)
        #expect(bare.chain.map(\.subject) == ["CN=mid"])
    }
}
