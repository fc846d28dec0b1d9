import Coffer
import CofferCrypto
import CofferModel
import CofferTesting
import Foundation
import Testing

/// A stored private key signs for its certificate, and stays where it is.
@Suite struct KeptKeyTests {
    private let work: TemporaryDirectory
    private let house: TestVault
    private let subject: SubjectID
    private let engineer: Session

    init() async throws {
        work = try TemporaryDirectory()
        house = try await TestVault()
        subject = try await house.addCustomer()
        engineer = house.session("network_engineer", .deviceOps, case: "NET-7")
    }

    private func openssl(_ line: String) throws -> String {
        try shell("sh", "-c", "cd '\(work.path)' && openssl \(line) 2>&1")
    }

    /// A certificate with two other names, kept with its key.
    private func keep(_ algorithm: String) async throws -> RecordID {
        _ = try openssl(
            "req -x509 -newkey \(algorithm) -nodes -days 30 -subj '/O=Canary/CN=edge.canary.example' "
                + "-addext subjectAltName=DNS:edge.canary.example,IP:192.0.2.9 -keyout a.key -out a.pem")
        let fields: [String: JSON] = [
            "pem": .string(try String(contentsOfFile: work.file("a.pem"), encoding: .utf8)),
            "private_key": .string(try String(contentsOfFile: work.file("a.key"), encoding: .utf8)),
        ]
        return try await house.vault.addRecord(
            RecordInput(className: "certificate", fields: fields), to: subject, parent: nil,
            idempotencyKey: nil, as: engineer)
    }

    private static let kinds = [
        "rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256", "ec -pkeyopt ec_paramgen_curve:P-521", "ed25519",
    ]

    @Test(arguments: kinds)
    func `a request names what the certificate names, and OpenSSL verifies it`(algorithm: String) async throws
    {
        let record = try await keep(algorithm)
        var pem = ""
        let rows = try await house.rows {
            pem = try await house.vault.certificateRequest(for: record, as: engineer)
        }
        try Data(pem.utf8).write(to: URL(fileURLWithPath: work.file("a.csr")))
        let text = try openssl("req -in a.csr -verify -noout -text -nameopt utf8")
        #expect(text.contains("verify OK"))
        #expect(text.contains("DNS:edge.canary.example") && text.contains("IP Address:192.0.2.9"))
        #expect(text.contains("CN=edge.canary.example") || text.contains("CN = edge.canary.example"))
        let same = try openssl("req -in a.csr -noout -pubkey") == openssl("x509 -in a.pem -noout -pubkey")
        #expect(same)
        #expect(rows.last?["action"] == "sign" && rows.last?["noted"] == "certificate.request")
        #expect(!pem.contains("PRIVATE"))
    }

    @Test(arguments: kinds)
    func `a challenge is answered under words of our own, and OpenSSL verifies it`(algorithm: String)
        async throws
    {
        let record = try await keep(algorithm)
        let challenge = SystemRandom().bytes(32)
        let signature = try await house.vault.prove(challenge, with: record, as: engineer)
        let message =
            [UInt8](repeating: 32, count: 64) + Array("Coffer, answer to a challenge\0".utf8) + challenge
        for (name, bytes) in [("sig", signature), ("message", message), ("bare", challenge)] {
            try Data(bytes).write(to: URL(fileURLWithPath: work.file(name)))
        }
        _ = try openssl("x509 -in a.pem -noout -pubkey > a.pub")
        func verify(_ file: String) -> Bool {
            let digest = algorithm.contains("521") ? "sha512" : "sha256"
            let line =
                algorithm == "ed25519"
                ? "pkeyutl -verify -rawin -pubin -inkey a.pub -in \(file) -sigfile sig"
                : "dgst -\(digest) -verify a.pub -signature sig \(file)"
            return (try? openssl(line)) != nil
        }
        #expect(verify("message"))
        #expect(!verify("bare"))
    }

    @Test func `whoever may not sign, or has no ticket, gets nothing signed, and the ledger says so`()
        async throws
    {
        let record = try await keep("ed25519")
        let support = house.session("support_technician", .deviceOps, case: "NET-7")
        let without = house.session("network_engineer", .deviceOps)
        var rows = try await house.rows {
            #expect(
                await code { try await house.vault.certificateRequest(for: record, as: support) }
                    == .roleDenied)
        }
        #expect(rows.last?["action"] == "sign" && rows.last?["code"] == "role_denied")
        rows = try await house.rows {
            #expect(
                await code { try await house.vault.certificateRequest(for: record, as: without) } == .noCase)
        }
        #expect(rows.last?["code"] == "no_case")
    }

    @Test func `a certificate without its key, or revoked, signs nothing; a challenge has 16 to 256 bytes`()
        async throws
    {
        let record = try await keep("ed25519")
        let bare = try await house.vault.addRecord(
            RecordInput(
                className: "certificate",
                fields: ["pem": .string(try String(contentsOfFile: work.file("a.pem"), encoding: .utf8))]),
            to: subject, parent: nil, idempotencyKey: nil, as: engineer)
        #expect(
            await code { try await house.vault.certificateRequest(for: bare, as: engineer) } == .notFound)
        for count in [15, 257] {
            #expect(
                await code {
                    try await house.vault.prove(
                        [UInt8](repeating: 1, count: count), with: record, as: engineer)
                } == .badValue)
        }
        _ = try await house.vault.note(
            .revocation(record, .superseded, at: nil), about: subject, as: engineer)
        #expect(
            await code { try await house.vault.certificateRequest(for: record, as: engineer) } == .restricted)
        #expect(
            await code {
                try await house.vault.prove([UInt8](repeating: 1, count: 32), with: record, as: engineer)
            } == .restricted)
    }

    @Test func `an X25519 key signs nothing`() async throws {
        _ = try openssl("genpkey -algorithm x25519 -out a.key")
        _ = try openssl("pkey -in a.key -pubout -out a.pub")
        _ = try openssl("genpkey -algorithm ed25519 -out ca.key")
        _ = try openssl("req -new -key ca.key -subj /CN=a -out a.csr")
        _ = try openssl("x509 -req -in a.csr -force_pubkey a.pub -signkey ca.key -days 9 -out a.pem")
        let fields: [String: JSON] = [
            "pem": .string(try String(contentsOfFile: work.file("a.pem"), encoding: .utf8)),
            "private_key": .string(try String(contentsOfFile: work.file("a.key"), encoding: .utf8)),
        ]
        let record = try await house.vault.addRecord(
            RecordInput(className: "certificate", fields: fields), to: subject, parent: nil,
            idempotencyKey: nil, as: engineer)
        do throws(VaultError) {
            _ = try await house.vault.certificateRequest(for: record, as: engineer)
            Issue.record("it signed")
        } catch { #expect(error.rule == "private_key.signs") }
    }
}
