import CofferModel
import CofferTesting
import Foundation
import Testing

/// `coffer certificate read`: from a customer's file to his record.
@Suite struct CertificateVerbTests {
    private static let commands = [
        "req -x509 -newkey ed25519 -nodes -keyout ca.key -out ca.crt -days 9 -subj /CN=canary-ca",
        "req -newkey ed25519 -nodes -keyout a.key -out a.csr -subj /CN=canary-edge",
        "x509 -req -in a.csr -CA ca.crt -CAkey ca.key -days 9 -set_serial 7 -out a.crt",
        "pkcs12 -export -inkey a.key -in a.crt -certfile ca.crt -passout 'pass:canary pass' -out a.p12",
        "pkcs8 -topk8 -in a.key -passout 'pass:canary pass' -out sealed.key",
    ]

    private func house() async throws -> (House, [String: [UInt8]]) {
        let house = try House(customers: 1)
        let made = try await OpenSSL.make(Self.commands)
        for (name, bytes) in made {
            try Data(bytes).write(to: URL(fileURLWithPath: house.path + "/" + name))
        }
        return (house, made)
    }

    @Test func `a PKCS#12 file becomes a record with certificate, chain and key (B34)`() async throws {
        let (house, made) = try await house()
        let read = try house.coffer("certificate", "read", "a.p12", input: "canary pass\n")
        #expect(read.status == 0, "\(read.err)")
        #expect(read.json?["class"] == "certificate")
        let key = String(decoding: try #require(made["a.key"]), as: UTF8.self)
        #expect(read.json?["fields"]?["private_key"]?.string == key)
        #expect(Set(read.json?["fields"]?.object?.keys.sorted() ?? []) == ["chain", "pem", "private_key"])
        let engineer = ["--as", "network_engineer", "--for", "device_ops"]
        let added = try house.coffer(
            ["subject", "add", "--to", try house.subject(1)] + engineer, input: read.out)
        #expect(added.status == 0, "\(added.err)")
    }

    @Test func `files of PEM give the same, their key under a passphrase or not`() async throws {
        let (house, _) = try await house()
        let open = try house.coffer("certificate", "read", "ca.crt", "a.key", "a.crt")
        let sealed = try house.coffer(
            "certificate", "read", "a.crt", "sealed.key", "ca.crt", input: "canary pass\n")
        #expect(open.status == 0 && open.out == sealed.out, "\(open.err) \(sealed.err)")
        #expect(open.json?["fields"]?["chain"] != nil)
    }

    @Test func `what does not open or fit is refused by its rule, and nothing of it is repeated`()
        async throws
    {
        let (house, _) = try await house()
        let refusals: [([String], String, String)] = [
            (["a.p12"], "canary past\n", "pkcs12.passphrase"),
            (["a.crt", "sealed.key"], "x\n", "private_key.passphrase"),
            (["ca.crt", "a.key"], "", "private_key.match"), (["a.csr"], "", "private_key.pem"),
            (["a.key"], "", "certificate.pem"),
        ]
        for (files, input, rule) in refusals {
            let outcome = try house.coffer(["certificate", "read"] + files, input: input)
            #expect(outcome.status == 2, "\(files)")
            #expect(outcome.err.contains(rule), "\(files): \(outcome.err)")
            #expect(outcome.out == "" && !outcome.err.contains("canary"), "\(files)")
        }
    }
}
