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
}
