import Foundation

/// An invented customer whose values are new in each run, and long enough not to lie within a register or a header.
struct Canary: Sendable {
    let number: Int
    private let mark: String

    init(_ number: Int) {
        self.number = number
        let letters = Array("abcdefghijkmnpqrstuvwxyz")
        mark = String((0..<6).compactMap { _ in letters.randomElement() })
    }

    var email: String { "canary.\(mark)\(number)@post.example" }
    var givenName: String { "Канаринка\(Self.cyrillic(mark))" }
    var familyName: String { "O'Canary-\(mark)-Mac-Example" }
    var holder: String { "CANARY \(mark.uppercased()) HOLDER" }
    var street: String { "ул. Канарска \(Self.cyrillic(mark))" }
    var host: String { "canary-\(mark)-\(number).net.example" }
    var secret: String { "canary s3cret \(mark) zz \(number)" }
    var pan: String { Self.card("411111\(Self.digits(mark))\(number % 10)") }

    /// What must not be found, by a name that tells nothing.
    var values: [String: String] {
        [
            "email": email, "given name": givenName, "family name": familyName, "holder": holder,
            "street": street, "host": host, "secret": secret, "card": pan,
        ]
    }

    /// Each value as it is, and as it stands in JSON where only ASCII is written.
    var needles: [String: [UInt8]] {
        var needles: [String: [UInt8]] = [:]
        for (name, value) in values {
            needles["\(name) \(number)"] = Array(value.utf8)
            let escaped = value.unicodeScalars.map { $0.isASCII ? String($0) : Self.escape($0) }.joined()
            if escaped != value { needles["\(name) \(number), escaped"] = Array(escaped.utf8) }
        }
        return needles
    }

    /// A line of an import.
    var line: String {
        """
        {"ref":"\(mark)\(number)","language":"bg","source":"order","records":[\(person),\
        {"class":"payment","ref":"\(mark)p","fields":{"pan":"\(pan)","expiry":"12/33","holder":"\(holder)"}},\
        {"class":"device","ref":"\(mark)d","fields":{"model":"Example Edge","mgmt_address":"203.0.113.7",\
        "hostname":"\(host)","ownership":"provider"}},\
        {"class":"device_access","ref":"\(mark)a","device":"\(mark)d","fields":{"username":"netops",\
        "secret":"\(secret)","allowed_sources":["192.0.2.10/32"],"protocols":["ssh"]}}]}
        """
    }

    /// What support may add.
    var order: String { #"{"language":"bg","source":"order","records":[\#(person)]}"# }

    private var person: String {
        """
        {"class":"identity","fields":{"given_name":"\(givenName)","family_name":"\(familyName)",\
        "subject_kind":"person","jurisdiction":"BG"}},\
        {"class":"contact","fields":{"email":"\(email)","postal":{"lines":["\(street)"],"city":"Габрово",\
        "postcode":"5300","country":"BG"}}}
        """
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let hex = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    }

    private static func cyrillic(_ mark: String) -> String {
        String(mark.unicodeScalars.compactMap { Unicode.Scalar($0.value - 97 + 0x430) }.map { Character($0) })
    }

    private static func digits(_ mark: String) -> String {
        mark.unicodeScalars.map { String($0.value % 10) }.joined() + "24"
    }

    /// The digit that makes a number a card's (ISO/IEC 7812-1, annex B).
    private static func card(_ start: String) -> String {
        let sum = start.reversed().enumerated().reduce(0) { sum, next in
            let digit = next.element.wholeNumberValue ?? 0
            let doubled = digit * 2
            return sum + (next.offset % 2 == 0 ? (doubled > 9 ? doubled - 9 : doubled) : digit)
        }
        return start + String((10 - sum % 10) % 10)
    }
}
