import Coffer
import CofferModel
import CofferTesting
import Foundation
import Testing

/// A certificate is written with what is read out of it, and with its own key only.
@Suite struct CertificateWriteTests {
    /// A certificate and its key, made by OpenSSL's tool.
    private func made(_ name: String, _ more: String..., in directory: TemporaryDirectory) throws
        -> (pem: String, key: String)
    {
        let (pem, key) = (directory.file(name + ".pem"), directory.file(name + ".key"))
        let command =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=\(name) "
            + more.joined(separator: " ") + " -keyout '\(key)' -out '\(pem)' 2>/dev/null"
        try shell("sh", "-c", command)
        return (
            try String(contentsOfFile: pem, encoding: .utf8), try String(contentsOfFile: key, encoding: .utf8)
        )
    }

    private let work: TemporaryDirectory
    private let house: TestVault
    private let subject: SubjectID
    private let engineer: Session

    init() async throws {
        work = try TemporaryDirectory()
        house = try await TestVault()
        subject = try await house.addCustomer()
        engineer = house.session("network_engineer", .deviceOps)
    }

    private func add(_ fields: [String: JSON]) async throws(VaultError) -> RecordID {
        try await house.vault.addRecord(
            RecordInput(className: "certificate", fields: fields), to: subject, parent: nil,
            idempotencyKey: nil, as: engineer)
    }

    private func fields(_ record: RecordID) async throws -> Set<String> {
        let records = try await house.vault.show(subject, as: engineer).records
        return Set(try #require(records.first { $0.record == record }).fields.keys)
    }

    @Test func `a certificate without other names leaves none of the old one's behind`() async throws {
        let old = try made("old", "-addext subjectAltName=DNS:old.canary.example", in: work)
        let new = try made("new", in: work)
        let record = try await add(["pem": .string(old.pem)])
        #expect(try await fields(record).contains("san"))
        _ = try await house.vault.set(
            record, ["pem": .string(new.pem)], revision: 1, idempotencyKey: nil, as: engineer)
        let left = try await fields(record)
        #expect(!left.contains("san"))
        #expect(left.isSuperset(of: ["pem", "serial", "fingerprint"]))
    }

    @Test func `a private key that comes with another's certificate is refused`() async throws {
        let mine = try made("mine", in: work)
        let other = try made("other", in: work)
        do {
            _ = try await add(["pem": .string(mine.pem), "private_key": .string(other.key)])
            Issue.record("a strange key was taken")
        } catch {
            #expect(error.code == .badValue)
            #expect(error.rule == "private_key.match")
            #expect(error.field == FieldPath(className: "certificate", field: "private_key"))
        }
        _ = try await add(["pem": .string(mine.pem), "private_key": .string(mine.key)])
    }

    /// What a write is refused for; nil for one that is not.
    private func refusal(_ write: () async throws(VaultError) -> Void) async -> VaultError? {
        do throws(VaultError) { try await write() } catch { return error }
        return nil
    }

    private func set(_ record: RecordID, _ revision: UInt64, _ fields: [String: JSON])
        async throws(VaultError)
    {
        _ = try await house.vault.set(
            record, fields, revision: revision, idempotencyKey: nil, as: engineer)
    }

    @Test func `a private key is its certificate's, also when it is written later (B34)`() async throws {
        let mine = try made("mine", in: work)
        let other = try made("other", in: work)
        let record = try await add(["pem": .string(mine.pem)])
        let refused = await refusal { () throws(VaultError) in
            try await set(record, 1, ["private_key": .string(other.key)])
        }
        #expect(refused?.rule == "private_key.match")
        #expect(refused?.field == FieldPath(className: "certificate", field: "private_key"))
        try await set(record, 1, ["private_key": .string(mine.key)])
        #expect(try await fields(record).isSuperset(of: ["pem", "private_key", "key_hash"]))
    }

    @Test func `a certificate is its private key's, also when the key was there first (B34)`() async throws {
        let mine = try made("mine", in: work)
        let other = try made("other", in: work)
        let record = try await add(["private_key": .string(mine.key)])
        let refused = await refusal { () throws(VaultError) in
            try await set(record, 1, ["pem": .string(other.pem)])
        }
        #expect(refused?.rule == "private_key.match")
        #expect(refused?.field == FieldPath(className: "certificate", field: "pem"))
        try await set(record, 1, ["pem": .string(mine.pem)])
    }

    @Test func `a certificate is renewed under its key, and under another one only with that key`()
        async throws
    {
        let mine = try made("mine", in: work)
        try shell(
            "sh", "-c",
            "openssl req -x509 -new -key '\(work.file("mine.key"))' -days 60 -subj /CN=again "
                + "-out '\(work.file("again.pem"))'")
        let again = try String(contentsOfFile: work.file("again.pem"), encoding: .utf8)
        let other = try made("other", in: work)
        let record = try await add(["pem": .string(mine.pem), "private_key": .string(mine.key)])
        try await set(record, 1, ["pem": .string(again)])
        let refused = await refusal { () throws(VaultError) in
            try await set(record, 2, ["pem": .string(other.pem)])
        }
        #expect(refused?.rule == "private_key.match")
        try await set(record, 2, ["pem": .string(other.pem), "private_key": .string(other.key)])
    }

    @Test func `certificates of one key are found by its hash`() async throws {
        let mine = try made("mine", in: work)
        let record = try await add(["pem": .string(mine.pem)])
        let hash = try shell(
            "sh", "-c",
            "openssl x509 -in '\(work.file("mine.pem"))' -noout -pubkey | openssl pkey -pubin -outform der "
                + "| openssl dgst -sha256 -r | cut -c1-64")
        let path = FieldPath(className: "certificate", field: "key_hash")
        let text = String(hash.prefix(64))
        #expect(try await house.vault.find(path, equals: text, as: engineer) == [subject])
        let answer = try await house.vault.read(
            [FieldAsk(subject: subject, record: record, path: path, form: .clear)], as: engineer)
        #expect(answer.first?.result == .value(.clear, .string(text)))
    }

    @Test func `a chain that comes with a certificate vouches for it`() async throws {
        let mine = try made("mine", in: work)
        let other = try made("other", in: work)
        let refused = await refusal { () throws(VaultError) in
            _ = try await add(["pem": .string(mine.pem), "chain": .string(other.pem)])
        }
        #expect(refused?.rule == "certificate_chain.order")
        #expect(refused?.field == FieldPath(className: "certificate", field: "chain"))
        _ = try await add(["pem": .string(mine.pem), "chain": .string(mine.pem)])
    }

    @Test func `what is weak about a certificate stands beside it`() async throws {
        let weak = try made("weak", "-sha1", in: work)
        let record = try await add(["pem": .string(weak.pem)])
        let path = FieldPath(className: "certificate", field: "weakness")
        let answer = try await house.vault.read(
            [FieldAsk(subject: subject, record: record, path: path, form: .clear)], as: engineer)
        #expect(answer.first?.result == .value(.clear, ["sha1"]))
    }
}
