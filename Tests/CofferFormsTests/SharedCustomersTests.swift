import CofferForms
import CofferModel
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
