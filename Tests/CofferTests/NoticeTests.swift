import Coffer
import CofferModel
import Foundation
import Testing

@Suite struct NoticeTests {
    /// A published customer with a certificate or an invoice, by language.
    private func line(_ language: String, with needle: String) throws -> [UInt8] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "keys-example/customers.jsonl")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let match = lines.first { $0.contains(#""language": "\#(language)""#) && $0.contains(needle) }
        return Array(try #require(match).utf8)
    }

    private func first(_ field: String, _ input: SubjectInput) throws -> String {
        let values = input.records.compactMap { $0.fields[field]?.string }
        return try #require(values.first)
    }

    private func find(_ email: String, _ house: TestVault, _ session: Session) async throws -> SubjectID {
        let path = FieldPath(className: "contact", field: "email")
        let found = try await house.vault.find(path, equals: email, as: session)
        return try #require(found.first)
    }

    @Test(arguments: ["bg", "en", "ru", "kk"])
    func `S2-13 a certificate notice names the device by label and nothing else of it`(language: String)
        async throws
    {
        let house = try await TestVault()
        let bytes = try line(language, with: #""pem""#)
        let results = try await house.vault.importLines(
            [ImportLine(number: 1, bytes: bytes)], as: house.admin)
        guard case .added = results[0] else { throw Unexpected(what: "\(results)") }
        let input = try SubjectInput(reading: bytes)
        let email = try first("email", input)
        let subject = try await find(email, house, house.session("support_technician", .support))
        let view = try await house.vault.show(subject, as: house.session("network_engineer", .deviceOps))
        let certificate = try #require(view.records.first { $0.className == "certificate" })
        let notice = try await house.vault.preview(
            "certificate_expiring", for: subject, about: certificate.record,
            as: house.session("dispatcher", .serviceNotice))
        #expect(notice.language == language)
        for record in input.records {
            // An account that every device is born with is part of the portal's name, and names nobody.
            for value in record.fields.values.compactMap(\.string) where value.count > 4 && value != "admin" {
                #expect(!notice.body.contains(value) && !notice.subject.contains(value))
            }
        }
    }

    @Test(arguments: ["bg", "en", "ru", "kk"])
    func `an invoice notice carries number, amount and date of the customer's own invoice`(
        language: String
    ) async throws {
        let house = try await TestVault()
        let bytes = try line(language, with: #""invoice_no""#)
        let results = try await house.vault.importLines(
            [ImportLine(number: 1, bytes: bytes)], as: house.admin)
        guard case .added = results[0] else { throw Unexpected(what: "\(results)") }
        let input = try SubjectInput(reading: bytes)
        let email = try first("email", input)
        let number = try first("invoice_no", input)
        let subject = try await find(email, house, house.session("billing_clerk", .billing))
        let view = try await house.vault.show(subject, as: house.session("billing_clerk", .billing))
        let invoice = try #require(view.records.first { $0.fields["invoice_no"] != nil })
        let notice = try await house.vault.preview(
            "invoice_issued", for: subject, about: invoice.record, as: house.session("dispatcher", .billing))
        #expect(notice.body.contains(number))
    }
}
