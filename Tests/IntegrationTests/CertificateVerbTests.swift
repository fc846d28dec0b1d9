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

    @Test func `what is weak about a certificate is said where it is written, beside the answer`()
        async throws
    {
        let house = try House(customers: 1)
        let made = try await OpenSSL.make(
            "req -x509 -newkey rsa:1024 -sha1 -nodes -keyout a.key -out a.crt -days 9 -subj /CN=a",
            "req -x509 -newkey ed25519 -nodes -keyout b.key -out b.crt -days 9 -subj /CN=b")
        func record(_ name: String) throws -> String {
            let pem = String(decoding: try #require(made[name]), as: UTF8.self)
            let record: JSON = ["class": "certificate", "fields": ["pem": .string(pem)]]
            return String(decoding: record.canonical, as: UTF8.self)
        }
        let add = [
            "subject", "add", "--to", try house.subject(1), "--as", "network_engineer", "--for", "device_ops",
        ]
        let weak = try house.coffer(add, input: try record("a.crt"))
        #expect(weak.status == 0 && weak.out.split(separator: "\n").count == 1)
        #expect(weak.err.contains("rsa_short, sha1"))
        let told = try house.coffer(add + ["--json"], input: try record("a.crt"))
        #expect(told.json?["warnings"] == ["rsa_short", "sha1"] && told.err == "")
        let sound = try house.coffer(add + ["--json"], input: try record("b.crt"))
        #expect(sound.status == 0 && sound.json?["warnings"] == nil && sound.err == "")
    }

    @Test func `from the command line a certificate is watched, signs a request, and is revoked`()
        async throws
    {
        let (house, _) = try await house()
        let read = try house.coffer("certificate", "read", "a.p12", input: "canary pass\n")
        let engineer = ["--as", "network_engineer", "--for", "device_ops"]
        let customer = try house.subject(1)
        let record = try house.coffer(["subject", "add", "--to", customer] + engineer, input: read.out)
            .out.trimmingCharacters(in: .whitespacesAndNewlines)
        let request = try house.coffer(["certificate", "request", record, "--case", "NET-7"] + engineer)
        #expect(
            request.status == 0 && request.out.hasPrefix("-----BEGIN CERTIFICATE REQUEST-----"),
            "\(request.err)")
        let prove = ["certificate", "prove", record, "--case", "NET-7", "--challenge"]
        let proof = try house.coffer(prove + ["00112233445566778899aabbccddeeff", "--json"] + engineer)
        #expect(proof.status == 0 && proof.json?["signature"]?.string?.utf8.count == 88, "\(proof.err)")
        #expect(try house.coffer(prove + ["00"] + engineer).err.contains("challenge.size"))
        #expect(try house.coffer(prove + ["none"] + engineer).status == 2)
        let revoke = ["certificate", "revoke", customer, record]
        #expect(try house.coffer(revoke + ["no_reason"] + engineer).status == 2)
        #expect(try house.coffer(revoke + ["superseded"] + engineer).status == 0)
        let late = try house.coffer(["certificate", "request", record, "--case", "NET-7"] + engineer)
        #expect(late.status == 1 && late.err.contains("restricted"))
        let watch = try house.coffer("certificate", "watch")
        #expect(watch.status == 1 && watch.err.contains("role_denied"), "\(watch.out) \(watch.err)")
        let entered = try house.coffer(
            "staff", "add", "Test", "--uid", "\(geteuid())", "--role", "dispatcher")
        #expect(entered.status == 0, "\(entered.err)")
        try house.must(house.coffer("staff", "acknowledge", "--yes"))
        let watched = try house.coffer("certificate", "watch", "--json")
        #expect(watched.json == ["queued": 0, "refused": 0, "waiting": 0], "\(watched.err)")
    }
}
