import CofferForms
import CofferModel
import CofferTesting
import Foundation
import Testing

/// Sample customers that lie beside the project on some machines; without them the tests are skipped.
private let lines: [String] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../shared/data/customers.jsonl")
    return (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n").map { String($0) } ?? []
}()

@Suite(.enabled(if: !lines.isEmpty, "no ../shared/data/customers.jsonl beside the project"))
struct SharedCustomersTests {
    private static let types: [String: FieldType] = [
        "identity.given_name": .name, "identity.family_name": .name, "identity.org_name": .organisationName,
        "identity.subject_kind": .subjectKind, "identity.jurisdiction": .jurisdiction,
        "identity.username": .username,
        "contact.email": .email, "contact.phone": .phone, "contact.postal": .address, "payment.pan": .pan,
        "payment.expiry": .cardExpiry, "payment.holder": .name, "payment.iban": .iban, "device.model": .text,
        "device.mgmt_address": .hostAddress, "device.hostname": .hostname, "device.ownership": .ownership,
        "certificate.pem": .certificate, "device_access.username": .username, "device_access.secret": .secret,
        "device_access.allowed_sources": .sourceList, "device_access.protocols": .protocolList,
    ]

    /// The input with lines that hold a break as lines of their own.
    private static func split(_ input: JSON) -> JSON {
        guard case .object(var members) = input, let lines = members["lines"]?.array else { return input }
        members["lines"] = .array(
            lines.compactMap(\.string).flatMap { $0.split(separator: "\n") }.map { .string(String($0)) })
        return .object(members)
    }

    @Test func `every value of the sample customers is taken and shown as it was given`() throws {
        for line in lines {
            for record in try JSON(reading: Array(line.utf8))["records"]?.array ?? [] {
                for (field, input) in record["fields"]?.object ?? [:] {
                    let path = "\(record["class"]?.string ?? "").\(field)"
                    let type = try #require(Self.types[path], "\(path)")
                    let bytes = try Canonical.bytes(of: input, as: type, at: now)
                    #expect(Shown.json(bytes, as: type) == Self.split(input), "\(path)")
                }
            }
        }
    }
}

@Suite(.enabled(if: KeyedCustomers.folder != nil, "no shared/data/add_keys.py above the project"))
struct KeyedCustomersTests {
    @Test func `every certificate of the sample customers is read, found, and has no key but its own (B34)`()
        async throws
    {
        let keyed = await KeyedCustomers.lines()
        try #require(keyed.count == 400, "add_keys.py needs Python and its package cryptography")
        var (certificates, keys) = (0, 0)
        var hashes: Set<String> = []
        for line in keyed {
            for record in try JSON(reading: line)["records"]?.array ?? []
            where record["class"] == "certificate" {
                let pem = try #require(record["fields"]?["pem"])
                let der = try Canonical.bytes(of: pem, as: .certificate, at: now)
                let fields = try CertificateFields.derived(from: der, as: .certificate, at: now)
                let hash = try #require(fields["key_hash"]?.string)
                certificates += 1
                #expect(Shown.json(der, as: .certificate) == pem)
                let end = try #require(fields["not_after"]?.string.flatMap { Timestamp($0) })
                #expect(fields["key_type"] == "EC-P-256")
                #expect(fields["weakness"] == (end < now ? ["expired"] : nil))
                #expect(hashes.insert(hash).inserted)
                let token = Normalised.bytes(der, as: .certificate)
                #expect(try Normalised.query(#require(pem.string), as: .certificate) == token)
                let fingerprint = try #require(fields["fingerprint"]?.string)
                #expect(try Normalised.query(fingerprint, as: .certificate) == token)
                guard let key = record["fields"]?["private_key"] else { continue }
                keys += 1
                let form = try Canonical.bytes(of: key, as: .privateKey, at: now)
                #expect(Shown.json(form, as: .privateKey) == key)
                let own = try CertificateFields.derived(from: form, as: .privateKey, at: now)
                #expect(own["key_hash"]?.string == hash)
            }
        }
        #expect(certificates > 500 && keys == (certificates + 1) / 2, "\(certificates), \(keys)")
    }
}
