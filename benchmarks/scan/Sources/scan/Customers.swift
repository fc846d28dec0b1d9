import CofferModel
import CofferOutbound
import Foundation

/// One value of a customer: as the scan takes it, and as text where it is one line.
struct Value {
    let value: ScannedValue
    let text: String?
}

/// Sample customers, in the form in which they are imported.
enum Customers {
    private static let types: [String: FieldType] = [
        "given_name": .name, "family_name": .name, "org_name": .organisationName, "email": .email,
        "phone": .phone, "postal": .address, "pan": .pan, "holder": .name, "iban": .iban, "model": .text,
        "mgmt_address": .hostAddress, "hostname": .hostname, "secret": .secret, "username": .username,
        "pem": .certificate,
    ]

    /// Reads `../shared/data/customers.jsonl` beside the project, or another file.
    static func read(_ path: String?) throws -> [[Value]] {
        let root = URL(filePath: #filePath).appending(path: "../../../../..").standardized
        let files = [
            path, root.path + "/../shared/data/customers.jsonl",
            root.path + "/../../shared/data/customers.jsonl",
        ]
        guard let file = files.compactMap(\.self).first(where: { FileManager.default.fileExists(atPath: $0) })
        else { throw CocoaError(.fileNoSuchFile) }
        return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
            try values(of: String($0))
        }
    }

    private static func values(of line: String) throws -> [Value] {
        var values: [Value] = []
        for record in try JSON(reading: Array(line.utf8))["records"]?.array ?? [] {
            for (field, input) in record["fields"]?.object ?? [:] {
                guard let type = types[field] else { continue }
                let number = FieldNumber(ofClass: 1, field: UInt32(values.count + 1))
                let bytes = canonical(input, type)
                let isLine = type != .certificate && type != .address
                values.append(
                    Value(
                        value: ScannedValue(number: number, type: type, bytes: bytes),
                        text: isLine ? input.string : nil))
            }
        }
        return values
    }

    /// The samples are canonical but for telephone numbers, certificates and addresses.
    private static func canonical(_ input: JSON, _ type: FieldType) -> [UInt8] {
        let text = input.string ?? ""
        switch type {
        case .phone: return Array(text.utf8.dropFirst())
        case .address: return input.canonical
        case .certificate:
            let base64 = text.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
            return Array(Data(base64Encoded: base64) ?? Data())
        default: return Array(text.utf8)
        }
    }
}
