import CofferModel

/// A telephone number of the public network (ITU-T E.164).
enum PhoneNumber {
    /// The 7...15 digits after the `+`, with a calling code in use.
    ///
    /// `00` stands for `+`; spaces, hyphens, dots, slashes and parentheses are removed. A number without its
    /// country is refused: the vault does not guess one.
    static func canonical(_ input: String) throws(BadValue) -> String {
        var text = Input.joined(Input.trimmed(input))
        text.unicodeScalars.removeAll { "./()".unicodeScalars.contains($0) }
        if text.hasPrefix("00") { text = "+" + text.dropFirst(2) }
        guard text.hasPrefix("+") else { throw BadValue("phone.international") }
        let digits = String(text.dropFirst())
        guard digits.utf8.allSatisfy({ ASCII.isDigit($0) }) else { throw BadValue("phone.characters") }
        guard 7...15 ~= digits.utf8.count else { throw BadValue("phone.length") }
        guard CallingCodes.code(of: digits) != nil else { throw BadValue("phone.country") }
        return digits
    }
}

/// The parts of a telephone number.
package enum PhoneParts {
    /// The digits after the country's calling code.
    package static func national(_ digits: String) -> String {
        String(digits.dropFirst(CallingCodes.code(of: digits)?.count ?? 0))
    }
}
