import CofferModel

/// What is written about a certificate: serial, names, fingerprint.
enum CertificateText {
    /// 1...40 lower-case hexadecimal digits without leading zeros; colons, spaces and hyphens are removed, but for a
    /// minus before the digits.
    ///
    /// No serial number should be negative (RFC 5280 §4.1.2.2), and old devices made such: two that differ in sign are two.
    static func serial(_ input: String) throws(BadValue) -> String {
        let isNegative = Input.trimmed(input).hasPrefix("-")
        let digits = hexadecimal(input)
        let significant = digits.drop { $0 == "0" }
        guard digits.utf8.count <= 40, !digits.isEmpty, digits.utf8.allSatisfy({ ASCII.isHex($0) }) else {
            throw BadValue("serial.form")
        }
        return significant.isEmpty ? "0" : (isNegative ? "-" : "") + significant
    }

    /// 64 lower-case hexadecimal digits of SHA-256; colons and spaces are removed.
    static func fingerprint(_ input: String) throws(BadValue) -> String {
        let digits = hexadecimal(input)
        guard digits.utf8.count == 64, digits.utf8.allSatisfy({ ASCII.isHex($0) }) else {
            throw BadValue("fingerprint.form")
        }
        return digits
    }

    /// 1...1,024 graphemes that show, as RFC 4514 writes them; the parts are not looked into.
    static func distinguishedName(_ input: String) throws(BadValue) -> String {
        try PlainText.checked(
            input, upTo: 1024, length: "distinguished_name.length",
            characters: "distinguished_name.characters")
    }

    private static func hexadecimal(_ input: String) -> String {
        ASCII.lower(Input.joined(input).filter { $0 != ":" })
    }
}

/// The other names of a certificate's subject.
enum AlternativeNames {
    /// A JSON array of 1...100 names of 1...255 graphemes that show, in the order given.
    static func canonical(_ input: JSON) throws(BadValue) -> [UInt8] {
        guard case .array(let elements) = input else { throw BadValue("value.type") }
        guard 1...100 ~= elements.count else { throw BadValue("alternative_names.length") }
        var names: [JSON] = []
        for element in elements {
            names.append(
                .string(
                    try PlainText.checked(
                        try Input.text(element), upTo: 255, length: "alternative_names.name",
                        characters: "alternative_names.name")))
        }
        return JSON.array(names).canonical
    }
}
