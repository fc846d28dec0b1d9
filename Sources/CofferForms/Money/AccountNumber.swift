import CofferModel

/// An international bank account number (ISO 13616-1).
enum AccountNumber {
    /// Upper-case letters and digits without separators, of the length its country registered, with a true
    /// check.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let text = ASCII.upper(Input.joined(input))
        let bytes = Array(text.utf8)
        guard bytes.count >= 5, bytes.count <= 34,
            bytes.allSatisfy({ ASCII.isDigit($0) || ASCII.isUpper($0) }),
            bytes[..<2].allSatisfy({ ASCII.isUpper($0) }), bytes[2..<4].allSatisfy({ ASCII.isDigit($0) })
        else { throw BadValue("iban.characters") }
        guard let length = AccountLengths.byCountry[String(text.prefix(2))] else {
            throw BadValue("iban.country")
        }
        guard bytes.count == length else { throw BadValue("iban.length") }
        guard remainder(of: bytes[4...] + bytes[..<4]) == 1, 2...98 ~= Int(text.dropFirst(2).prefix(2)) ?? 0
        else {
            throw BadValue("iban.check")
        }
        return text
    }

    /// The remainder modulo 97, letters standing for 10...35 (ISO/IEC 7064, MOD 97-10).
    private static func remainder(of bytes: some Sequence<UInt8>) -> Int {
        bytes.reduce(0) { rest, byte in
            ASCII.isDigit(byte) ? (rest * 10 + Int(byte) - 48) % 97 : (rest * 100 + Int(byte) - 55) % 97
        }
    }
}
