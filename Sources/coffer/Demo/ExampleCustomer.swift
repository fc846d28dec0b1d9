import Coffer
import CofferModel

/// One line of the example customers, read as a thief would like to find it.
struct ExampleCustomer {
    let line: [UInt8]
    let language: String
    let email: String
    /// His name, as people call him.
    let name: String
    /// Every value that is worth finding, as it was written.
    let values: [String]

    init?(_ line: ArraySlice<UInt8>) {
        self.line = Array(line)
        guard let json = try? JSON(reading: self.line, limit: Limits.lineBytes),
            let language = json["language"]?.string, let records = json["records"]?.array
        else { return nil }
        self.language = language
        func value(_ name: String, of className: String) -> String? {
            records.lazy.filter { $0["class"]?.string == className }.compactMap {
                $0["fields"]?[name]?.string
            }.first
        }
        guard let email = value("email", of: "contact") else { return nil }
        self.email = email
        name = [value("given_name", of: "identity"), value("family_name", of: "identity")].compactMap { $0 }
            .joined(separator: " ")
        let known = [
            value("family_name", of: "identity"), email, value("phone", of: "contact"),
            value("pan", of: "payment"),
            value("invoice_no", of: "payment"), value("hostname", of: "device"),
            value("mgmt_address", of: "device"),
            value("secret", of: "device_access"),
        ]
        values = known.compactMap { $0 }
    }

    static func all(_ file: [UInt8]) -> [ExampleCustomer] {
        file.split(separator: 10).compactMap { ExampleCustomer($0) }
    }
}
