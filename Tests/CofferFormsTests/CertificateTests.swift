import CofferForms
import CofferModel
import Testing

/// Self-signed for these tests: `CN=edge-7.net.example, O=Ёлка Example`, two other names.
private let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIB6jCCAZCgAwIBAgIUSB5TVZmoZU7rBUSK613KKJ2ELoYwCgYIKoZIzj0EAwIw
    ODEbMBkGA1UEAwwSZWRnZS03Lm5ldC5leGFtcGxlMRkwFwYDVQQKDBDQgdC70LrQ
    sCBFeGFtcGxlMB4XDTI2MTEyMTExMjMwN1oXDTM2MTExODExMjMwN1owODEbMBkG
    A1UEAwwSZWRnZS03Lm5ldC5leGFtcGxlMRkwFwYDVQQKDBDQgdC70LrQsCBFeGFt
    cGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAELrthJrXWABaeFGLTg0d3XD9z
    GbtqFdM47OmuIusBT/NPV448mGAf3sadJ4wDtvK8VIVXqler2kkmiH16GiFU9KN4
    MHYwHQYDVR0OBBYEFH2mdJWYXEArLkI7qoFhGcWzP0mHMB8GA1UdIwQYMBaAFH2m
    dJWYXEArLkI7qoFhGcWzP0mHMA8GA1UdEwEB/wQFMAMBAf8wIwYDVR0RBBwwGoIS
    ZWRnZS03Lm5ldC5leGFtcGxlhwTAAAIHMAoGCCqGSM49BAMCA0gAMEUCIFxryTy1
    G32jDcbt2yr/6suRr/Tdn2mEBu5EjBelM+EmAiEApuNVFPEeXYjrJXzqcr7jU6yG
    mSbC/hsos5lJ1iNOdHE=
    -----END CERTIFICATE-----

    """

/// The key of ``certificate``, which protects nothing.
private let privateKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOXWqKoEyEy1Hb623
    /H/BEXzzIQrzgXDTUZFaEi8FNauhRANCAAQuu2EmtdYAFp4UYtODR3dcP3MZu2oV
    0zjs6a4i6wFP809XjjyYYB/exp0njAO28rxUhVeqV6vaSSaIfXoaIVT0
    -----END PRIVATE KEY-----

    """

@Suite struct CertificateTests {
    private let keyHash = "7f0a692dbe6866ce92510e5d4d8facfcf2bbfd99e3774834dd85acfc32294301"
    private let fingerprint = "7207f0b8fc6097a851765d5952c1d98b2223e30ec1a68f280226aae2f2a50371"

    @Test func `a certificate is kept as DER and shown as the PEM it came in (X-02)`() throws {
        let der = try Canonical.bytes(of: .string(certificate), as: .certificate, at: now)
        #expect(der.starts(with: [0x30, 0x82]))
        #expect(Shown.json(der, as: .certificate) == .string(certificate))
        let dos = JSON.string(certificate.replacing("\n", with: "\r\n"))
        #expect(try Canonical.bytes(of: dos, as: .certificate, at: now) == der)
    }

    @Test func `a certificate is masked to the head of its fingerprint, and found by it or by its text`()
        throws
    {
        let der = try Canonical.bytes(of: .string(certificate), as: .certificate, at: now)
        #expect(MaskRule.fingerprint8.apply(to: der, as: .certificate) == "7207f0b8…")
        #expect(MaskRule.first4.apply(to: der, as: .certificate) == "********")
        let indexed = Normalised.bytes(der, as: .certificate)
        #expect(indexed == Hex.decode(Array(fingerprint.utf8)))
        #expect(try Normalised.query(certificate, as: .certificate) == indexed)
        #expect(try Normalised.query(fingerprint.uppercased(), as: .certificate) == indexed)
    }

    @Test func `a chain keeps its certificates in order`() throws {
        let chain = try Canonical.bytes(
            of: .string(certificate + certificate), as: .certificateChain, at: now)
        let one = try Canonical.bytes(of: .string(certificate), as: .certificate, at: now)
        #expect(chain == one + one)
        #expect(Shown.json(chain, as: .certificateChain) == .string(certificate + certificate))
        #expect(MaskRule.fingerprint8.apply(to: chain, as: .certificateChain) == "7207f0b8…")
        let nine = String(repeating: certificate, count: 9)
        #expect(canonical(.string(nine), .certificateChain) == "refused: certificate_chain.length")
    }

    @Test func `what a certificate says of itself are inputs of the fields' types`() throws {
        let der = try Canonical.bytes(of: .string(certificate), as: .certificate, at: now)
        let fields = try CertificateFields.derived(from: der, as: .certificate, at: now)
        let types: [String: FieldType] = [
            "serial": .serial, "subject": .distinguishedName, "issuer": .distinguishedName,
            "san": .alternativeNames,
            "not_before": .timestamp, "not_after": .timestamp, "fingerprint": .fingerprint,
            "key_type": .word, "key_hash": .fingerprint, "signature": .word,
        ]
        #expect(Set(fields.keys) == Set(types.keys))
        for (name, type) in types {
            let bytes = try Canonical.bytes(of: #require(fields[name]), as: type, at: now)
            #expect(Shown.json(bytes, as: type) == fields[name], "\(name)")
        }
        #expect(fields["serial"] == "481e535599a8654eeb05448aeb5dca289d842e86")
        #expect(fields["fingerprint"] == .string(fingerprint))
        #expect(fields["san"] == ["edge-7.net.example", "192.0.2.7"])
        #expect(fields["not_after"] == "2036-11-18T11:23:07.000Z")
        #expect(fields["key_type"] == "EC-P-256")
        #expect(fields["key_hash"] == .string(keyHash))
        #expect(fields["signature"] == "ecdsa-with-SHA256")
    }

    @Test
    func `a private key is kept as PKCS#8 and shown as the PEM it came in; its hash is its certificate's`()
        throws
    {
        let der = try Canonical.bytes(of: .string(privateKey), as: .privateKey, at: now)
        #expect(der.first == 0x30)
        #expect(Shown.json(der, as: .privateKey) == .string(privateKey))
        let fields = try CertificateFields.derived(from: der, as: .privateKey, at: now)
        #expect(fields == ["key_hash": .string(keyHash)])
    }

    @Test func `a private key that an older version kept as text is shown as that text`() {
        #expect(Shown.json(Array(privateKey.utf8), as: .privateKey) == .string(privateKey))
    }

    @Test func `what has expired when it is written says so, and not before`() throws {
        let der = try Canonical.bytes(of: .string(certificate), as: .certificate, at: now)
        let after = try #require(Timestamp("2036-11-18T11:23:07.001Z"))
        #expect(
            try CertificateFields.derived(from: der, as: .certificate, at: after)["weakness"] == ["expired"])
        #expect(try CertificateFields.derived(from: der, as: .certificate, at: now)["weakness"] == nil)
    }

    @Test func `what does not parse, or is not one certificate or key, is refused`() throws {
        let broken = certificate.replacing("MIIB6j", with: "MIIB7j")
        for input in ["", "x", broken, certificate + certificate, privateKey, certificate + privateKey] {
            #expect(canonical(.string(input), .certificate).hasPrefix("refused: certificate."))
        }
        for input in ["", "x", certificate, privateKey + privateKey, String(privateKey.dropLast(60))] {
            #expect(canonical(.string(input), .privateKey).hasPrefix("refused: private_key."))
        }
        #expect(throws: BadValue.self) {
            try CertificateFields.derived(from: [0x30, 0x00], as: .certificate, at: now)
        }
    }
}
