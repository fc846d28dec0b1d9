import CofferForms
import CofferModel
import CofferOutbound
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
        "given_name": .name, "family_name": .name, "org_name": .organisationName, "email": .email,
        "phone": .phone,
        "postal": .address, "pan": .pan, "holder": .name, "iban": .iban, "model": .text,
        "mgmt_address": .hostAddress,
        "hostname": .hostname, "secret": .secret, "expiry": .cardExpiry, "username": .username,
    ]

    private static let ordinary = [
        "Dear customer, the certificate of device 7ZQ4W8N2C5R9T1XK3MBV6YHDGJ0P expires on 3 February 2027.",
        """
        Уважаемый клиент! Плановые работы пройдут 12 декабря 2026 г. с 02:00 до 04:30, ваша услуга \
        прервётся.
        """,
        """
        Уважаеми клиенти, на 3 февруари 2027 г. изтича сертификатът на устройство SW-4KD92M. Сума: \
        1234,50 EUR.
        """,
        "Құрметті тұтынушы! 2027 жылғы 3 ақпан күні құрылғы сертификатының мерзімі аяқталады: 12 500,00 KZT.",
    ]

    /// Field, type, canonical bytes and the text shown, of every customer.
    private static func values() throws -> [(field: String, value: ScannedValue, text: String)] {
        var values: [(String, ScannedValue, String)] = []
        for line in lines {
            for record in try JSON(reading: Array(line.utf8))["records"]?.array ?? [] {
                for (field, input) in record["fields"]?.object ?? [:] {
                    guard let type = types[field] else { continue }
                    let bytes = try Canonical.bytes(
                        of: input, as: type, at: Timestamp(milliseconds: 1_795_257_600_000))
                    let number = FieldNumber(ofClass: 1, field: UInt32(values.count + 1))
                    let text = input.string ?? input["lines"]?.array?.first?.string ?? ""
                    values.append((field, ScannedValue(number: number, type: type, bytes: bytes), text))
                }
            }
        }
        return values
    }

    @Test func `ordinary notices go out to every sample customer`() throws {
        let values = try Self.values()
        for body in Self.ordinary {
            let notice = RenderedNotice(language: "en", subject: "Notice", body: body)
            let found = Set(LeakScan.leaks(in: notice, of: values.map(\.value)))
            #expect(values.filter { found.contains($0.value.number) }.map(\.field) == [])
        }
    }

    @Test func `a value of a sample customer in a notice is found (S2-13)`() throws {
        let sample = try Self.values().enumerated().filter { $0.offset.isMultiple(of: 9) }.map(\.element)
        for (field, value, text) in sample where text != "admin" {
            let notice = RenderedNotice(language: "en", subject: "Notice", body: "About \(text), as agreed.")
            #expect(LeakScan.leaks(in: notice, of: [value]) == [value.number], "\(field)")
        }
    }
}
