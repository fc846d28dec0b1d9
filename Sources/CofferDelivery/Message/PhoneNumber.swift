package import CofferModel

/// A telephone number in the international form (ITU-T E.164); does not print.
package struct PhoneNumber: Hashable, Sendable, Withheld {
    /// `+` and 7...15 digits.
    package let text: String

    /// Takes a number in that form.
    ///
    /// - Throws: `delivery.phone` for another.
    package init(_ text: String) throws(BadValue) {
        let digits = text.utf8.dropFirst()
        guard text.utf8.first == UInt8(ascii: "+"), 7...15 ~= digits.count, digits.first != 48,
            digits.allSatisfy({ 48...57 ~= $0 })
        else { throw BadValue("delivery.phone") }
        self.text = text
    }
}
