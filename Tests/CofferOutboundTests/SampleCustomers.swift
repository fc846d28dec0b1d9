import CofferForms
import CofferModel
import CofferOutbound
import Foundation

/// Sample customers that lie beside the project on some machines; tests that need them are skipped elsewhere.
enum SampleCustomers {
    /// One value of a customer.
    struct Value {
        let field: String
        let value: ScannedValue
        /// As it was put in.
        let text: String
    }

    static let arePresent = !lines.isEmpty

    /// The values of each customer, as a vault would hand them over: of what comes out of a certificate, too.
    static func all() throws -> [[Value]] { try lines.map { try values(of: $0) } }

    /// Beside the project, or beside the folder that its working trees are in.
    private static let lines: [String] = {
        let project = URL(filePath: #filePath).appending(path: "../../..").standardized
        for folder in ["..", "../.."] {
            let file = project.appending(path: folder + "/shared/data/customers.jsonl")
            if let text = try? String(contentsOf: file, encoding: .utf8) {
                return text.split(separator: "\n").map { String($0) }
            }
        }
        return []
    }()

    private static let types: [String: FieldType] = [
        "given_name": .name, "family_name": .name, "org_name": .organisationName, "email": .email,
        "phone": .phone, "postal": .address, "pan": .pan, "holder": .name, "iban": .iban, "model": .text,
        "mgmt_address": .hostAddress, "hostname": .hostname, "secret": .secret,
        "username": .username, "pem": .certificate, "tax_number": .taxNumber, "allowed_sources": .sourceList,
        "amount": .amount, "invoice_number": .invoiceNumber,
    ]

    private static func values(of line: String) throws -> [Value] {
        var values: [Value] = []
        for record in try JSON(reading: Array(line.utf8))["records"]?.array ?? [] {
            for (field, input) in record["fields"]?.object ?? [:] {
                guard let type = types[field] else { continue }
                let bytes = try Canonical.bytes(
                    of: input, as: type, at: Timestamp(milliseconds: 1_795_257_600_000))
                let text = input.string ?? input["lines"]?.array?.first?.string ?? ""
                values.append(value(field, type, bytes, text, after: values))
                if type == .certificate { values += try derived(bytes, after: values) }
            }
        }
        return values
    }

    private static func derived(_ certificate: [UInt8], after values: [Value]) throws -> [Value] {
        let types: [String: FieldType] = [
            "serial": .serial, "subject": .distinguishedName, "san": .alternativeNames,
            "fingerprint": .fingerprint,
        ]
        var derived: [Value] = []
        for (name, input) in try CertificateFields.derived(
            from: certificate, as: .certificate, at: Timestamp(milliseconds: 0))
        {
            guard let type = types[name] else { continue }
            let bytes = try Canonical.bytes(of: input, as: type, at: Timestamp(milliseconds: 0))
            derived.append(value("certificate." + name, type, bytes, "", after: values + derived))
        }
        return derived
    }

    private static func value(
        _ field: String, _ type: FieldType, _ bytes: [UInt8], _ text: String, after values: [Value]
    ) -> Value {
        let number = FieldNumber(ofClass: 1, field: UInt32(values.count + 1))
        return Value(
            field: field, value: ScannedValue(number: number, type: type, bytes: bytes), text: text)
    }
}
