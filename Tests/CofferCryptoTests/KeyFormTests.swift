import CofferCrypto
import CofferModel
import CofferTesting
import Testing

/// A key has one form, however it came, and one hash, which is its certificate's.
@Suite struct KeyFormTests {
    private func form(_ pem: [UInt8]?) throws -> (der: [UInt8], hash: Digest) {
        let pem = try #require(pem)
        let form = unsafe pem.withUnsafeBytes { pem in
            Result { () throws(BadValue) in
                let key = unsafe try PrivateKeyForm(pem: pem)
                return (key.der, key.keyHash)
            }
        }
        return try form.get()
    }

    private func refusal(_ pem: [UInt8]?) throws -> BadValue? {
        PrivateKeyForm.refusal(of: try #require(pem))
    }

    @Test
    func `a key of a curve has one form, with or without parameters, public half and compression (B34)`()
        async throws
    {
        let made = try await OpenSSL.make(
            "ecparam -name prime256v1 -genkey -out parameters.pem", "ec -in parameters.pem -out older.pem",
            "ec -in older.pem -no_public -out private.pem",
            "ec -in older.pem -conv_form compressed -out compressed.pem",
            "pkcs8 -topk8 -nocrypt -in older.pem -out pkcs8.pem",
            "pkcs8 -topk8 -nocrypt -in compressed.pem -out compressed8.pem",
            "req -x509 -new -key compressed.pem -subj /CN=a -days 10 -out compressed.crt",
            "req -x509 -new -key older.pem -subj /CN=a -days 10 -out a.crt")
        let one = try form(made["pkcs8.pem"])
        for name in ["parameters.pem", "older.pem", "private.pem", "compressed.pem", "compressed8.pem"] {
            #expect(try form(made[name]) == one, "\(name)")
        }
        #expect(try PrivateKeyForm(der: one.der).der == one.der)
        for name in ["a.crt", "compressed.crt"] {
            #expect(try X509Certificate(pem: #require(made[name])).keyHash == one.hash, "\(name)")
        }
    }

    @Test func `RSA in its older form and in PKCS#8 is one key`() async throws {
        let made = try await OpenSSL.make(
            "genrsa -traditional -out older.pem 2048",
            "pkcs8 -topk8 -nocrypt -in older.pem -out pkcs8.pem",
            "req -x509 -new -key older.pem -subj /CN=a -days 10 -out a.crt")
        let one = try form(made["pkcs8.pem"])
        #expect(try form(made["older.pem"]) == one)
        #expect(try X509Certificate(pem: #require(made["a.crt"])).keyHash == one.hash)
    }

    @Test(arguments: ["ed25519", "ed448", "x25519", "x448"])
    func `keys of Edwards and Montgomery are taken as they are`(algorithm: String) async throws {
        let made = try await OpenSSL.make("genpkey -algorithm \(algorithm) -out a.pem")
        let one = try form(made["a.pem"])
        #expect(try PrivateKeyForm(der: one.der).der == one.der)
    }

    @Test func `a curve made up of parameters is refused, in key and certificate`() async throws {
        let made = try await OpenSSL.make(
            "ecparam -name prime256v1 -genkey -noout -param_enc explicit -out a.pem",
            "pkcs8 -topk8 -nocrypt -in a.pem -out b.pem",
            "req -x509 -new -key a.pem -subj /CN=a -days 10 -out a.crt")
        #expect(try refusal(made["a.pem"]) == BadValue("private_key.curve"))
        #expect(try refusal(made["b.pem"]) == BadValue("private_key.curve"))
        #expect(throws: BadValue("certificate.curve")) {
            try X509Certificate(pem: #require(made["a.crt"]))
        }
    }

    @Test func `DSA is refused, in key and certificate`() async throws {
        let made = try await OpenSSL.make(
            "genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -out parameters.pem",
            "genpkey -paramfile parameters.pem -out a.pem",
            "pkey -in a.pem -traditional -out b.pem",
            "req -x509 -new -key a.pem -subj /CN=a -days 10 -out a.crt")
        #expect(try refusal(made["a.pem"]) == BadValue("private_key.algorithm"))
        #expect(try refusal(made["b.pem"]) == BadValue("private_key.algorithm"))
        #expect(throws: BadValue("certificate.algorithm")) {
            try X509Certificate(pem: #require(made["a.crt"]))
        }
    }

    @Test func `a key under a passphrase is refused as such in both its forms`() async throws {
        let made = try await OpenSSL.make(
            "genrsa -traditional -out a.pem 2048",
            "rsa -in a.pem -traditional -aes128 -passout pass:correct -out older.pem",
            "pkcs8 -topk8 -in a.pem -passout pass:correct -out pkcs8.pem")
        #expect(try refusal(made["older.pem"]) == BadValue("private_key.encrypted"))
        #expect(try refusal(made["pkcs8.pem"]) == BadValue("private_key.encrypted"))
    }

    @Test func `DER is a key to its last byte and no more`() throws {
        let one = try form(MadeCertificate(.ec).privateKeyPEM())
        for der in [one.der + [0], Array(one.der.dropLast()), []] {
            #expect(throws: BadValue("private_key.der")) { try PrivateKeyForm(der: der).der }
        }
    }
}

/// What makes a certificate weak is said of it.
@Suite struct WeaknessTests {
    private func weaknesses(_ lines: String) async throws -> [Weakness] {
        let made = try await OpenSSL.make("req -x509 -nodes -keyout a.key -out a.crt -subj /CN=a \(lines)")
        return try X509Certificate(pem: #require(made["a.crt"])).weaknesses
    }

    @Test(arguments: [
        ("-newkey rsa:1024 -md5", [Weakness.shortRSA, .md5]), ("-newkey rsa:2048 -sha1", [.sha1]),
        ("-newkey rsa:2048 -sha256", []), ("-newkey ed25519", []),
        ("-newkey ec -pkeyopt ec_paramgen_curve:secp192k1", [.shortCurve]),
        ("-newkey ec -pkeyopt ec_paramgen_curve:P-384 -sha512 -set_serial -7", [.serial]),
        ("-newkey ed25519 -set_serial 0", [.serial]),
    ])
    func `short keys, broken hashes and serial numbers that are not positive are weak`(
        made: String, weaknesses: [Weakness]
    ) async throws {
        #expect(try await self.weaknesses(made) == weaknesses)
    }

    @Test func `a negative serial number keeps its sign`() async throws {
        let made = try await OpenSSL.make(
            "req -x509 -newkey ed25519 -nodes -keyout a.key -out a.crt -subj /CN=a -set_serial -0x1234")
        #expect(try X509Certificate(pem: #require(made["a.crt"])).serial == "-1234")
    }

    @Test func `a certificate that ends before it begins is weak`() throws {
        let made = try MadeCertificate(.ec, lasting: -60)
        #expect(try X509Certificate(pem: made.certificatePEM()).weaknesses == [.dates])
    }
}

/// A chain is one whose links hold.
@Suite struct IssuedTests {
    @Test func `who signed a certificate vouches for it, and nobody else`() async throws {
        let made = try await OpenSSL.make(
            "req -x509 -newkey ed25519 -nodes -keyout root.key -out root.crt -days 9 -subj /CN=root",
            "req -x509 -newkey ed25519 -nodes -keyout false.key -out false.crt -days 9 -subj /CN=root",
            "req -x509 -newkey ed25519 -nodes -keyout no.key -out no.crt -days 9 -subj /CN=no "
                + "-addext basicConstraints=critical,CA:FALSE",
            "req -newkey ed25519 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf",
            "x509 -req -in leaf.csr -CA root.crt -CAkey root.key -days 9 -set_serial 5 -out leaf.crt",
            "x509 -req -in leaf.csr -CA no.crt -CAkey no.key -days 9 -set_serial 6 -out usurped.crt")
        func certificate(_ name: String) throws -> X509Certificate {
            try X509Certificate(pem: #require(made[name]))
        }
        let (root, leaf) = (try certificate("root.crt"), try certificate("leaf.crt"))
        try leaf.checkIssued(by: root)
        try root.checkIssued(by: root)
        #expect(throws: BadValue("certificate_chain.order")) { try root.checkIssued(by: leaf) }
        #expect(throws: BadValue("certificate_chain.signature")) {
            try leaf.checkIssued(by: certificate("false.crt"))
        }
        #expect(throws: BadValue("certificate_chain.authority")) {
            try certificate("usurped.crt").checkIssued(by: certificate("no.crt"))
        }
    }
}
