package import CofferModel
import Foundation

/// Realistic customers beside the project, where they are, as a company would have them: in three tables.
///
/// They are not part of the repository; the tables are made of them anew each time.
package enum CustomerTables {
    /// The customers, a line of an import each; nil where they are not.
    package static let lines: [JSON]? = {
        var place = URL(fileURLWithPath: #filePath)
        for _ in 0..<8 {
            place.deleteLastPathComponent()
            let file = place.appending(path: "shared/data/customers.jsonl")
            guard let data = try? Data(contentsOf: file) else { continue }
            return data.split(separator: 10).compactMap { try? JSON(reading: Array($0)) }
        }
        return nil
    }()

    /// Maps of the tables, by their names.
    package static let maps = [
        "clients.yaml": """
        map: clients
        table: { separator: semicolon }
        customer: { ref: nr, language: lang, source: { value: order } }
        records:
          - class: identity
            fields:
              given_name: given
              family_name: family
              org_name: org
              subject_kind: kind
              jurisdiction: country
              username: user
          - class: contact
            fields:
              email: mail
              phone: phone
              postal: { address: { lines: [street], city: city, postcode: code, country: post country } }
        """,
        "cards.yaml": """
        map: cards
        table: { separator: tab, encoding: utf-16, rows: several }
        customer: { ref: nr, language: { value: en }, source: { value: order } }
        each:
          - { class: payment, ref: card, fields: { pan: pan, expiry: expiry, holder: holder, iban: iban } }
        """,
        "devices.yaml": """
        map: devices
        table: { encoding: windows-1251, rows: several }
        customer: { ref: nr, language: { value: en }, source: { value: order } }
        each:
          - class: device
            ref: device
            fields: { model: model, mgmt_address: ip, hostname: host, ownership: whose }
          - { class: certificate, ref: cert, on: device, fields: { pem: pem } }
          - class: device_access
            ref: access
            on: device
            fields:
              username: user
              secret: secret
              allowed_sources: { column: sources, list: "|" }
              protocols: { column: protocols, list: "|" }
        """,
    ]

    /// The tables, by their names.
    package static func tables(_ customers: [JSON]) -> [String: [UInt8]] {
        var clients = [
            [
                "nr", "lang", "given", "family", "org", "kind", "country", "user", "mail", "phone", "street",
                "city",
            ]
                + ["code", "post country"]
        ]
        var cards = [["nr", "card", "pan", "expiry", "holder", "iban"]]
        var devices = [
            [
                "nr", "device", "model", "ip", "host", "whose", "cert", "pem", "access", "user", "secret",
                "sources",
            ]
                + ["protocols"]
        ]
        for customer in customers {
            let nr = customer["ref"]?.string ?? ""
            let all = customer["records"]?.array ?? []
            func those(_ name: String, of device: String? = nil) -> [JSON] {
                all.filter { $0["class"]?.string == name && $0["device"]?.string == device }
            }
            func texts(_ record: JSON?, _ fields: [String]) -> [String] {
                fields.map { text(record?["fields"]?[$0]) }
            }
            let contact = those("contact").first
            let post = contact?["fields"]?["postal"]
            clients.append(
                [nr, text(customer["language"])]
                    + texts(
                        those("identity").first,
                        ["given_name", "family_name", "org_name", "subject_kind", "jurisdiction", "username"])
                    + texts(contact, ["email", "phone"])
                    + [
                        text(post?["lines"]), text(post?["city"]), text(post?["postcode"]),
                        text(post?["country"]),
                    ])
            for card in those("payment") {
                cards.append([nr, text(card["ref"])] + texts(card, ["pan", "expiry", "holder", "iban"]))
            }
            for device in those("device") {
                let ref = text(device["ref"])
                let (pem, access) = (
                    those("certificate", of: ref).first, those("device_access", of: ref).first
                )
                devices.append(
                    [nr, ref] + texts(device, ["model", "mgmt_address", "hostname", "ownership"])
                        + [text(pem?["ref"])] + texts(pem, ["pem"]) + [text(access?["ref"])]
                        + texts(access, ["username", "secret", "allowed_sources", "protocols"]))
            }
        }
        // Whose device it is is no reason to stand together.
        devices = [devices[0]] + devices.dropFirst().reversed()
        let wide = written(cards, "\t").utf16
        return [
            "clients.csv": [0xEF, 0xBB, 0xBF] + Array(written(clients, ";").utf8),
            "cards.csv": [0xFE, 0xFF] + wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] },
            "devices.csv": Array(written(devices, ",").data(using: .windowsCP1251) ?? Data()),
        ]
    }

    private static func text(_ json: JSON?) -> String {
        json?.string ?? (json?.array ?? []).compactMap(\.string).joined(separator: "|")
    }

    private static func written(_ rows: [[String]], _ separator: String) -> String {
        rows.map { row in
            row.map { cell in
                let isPlain = !cell.contains { "\"\n\r\(separator)".contains($0) }
                return isPlain ? cell : "\"\(cell.replacing("\"", with: "\"\""))\""
            }.joined(separator: separator) + "\r\n"
        }.joined()
    }
}
