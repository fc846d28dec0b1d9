import CofferModel

/// An amount of money; its currency is a field of its own.
enum Amount {
    /// Digits, a point and two digits: `1234.50`, from an integer or text with at most two decimals; never
    /// negative.
    static func canonical(_ input: JSON) throws(BadValue) -> String {
        let text = if case .integer(let units) = input { String(units) } else { try Input.text(input) }
        let parts = Input.trimmed(text).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let units = parts.first, !units.isEmpty,
            parts.allSatisfy({ $0.utf8.allSatisfy { ASCII.isDigit($0) } })
        else { throw BadValue("amount.form") }
        let cents = parts.count == 2 ? String(parts[1]) : "00"
        guard 1...2 ~= cents.utf8.count else { throw BadValue("amount.scale") }
        let significant = units.drop { $0 == "0" }
        guard significant.utf8.count <= 13 else { throw BadValue("amount.range") }
        return (significant.isEmpty ? "0" : String(significant)) + "." + cents
            + (cents.utf8.count == 1 ? "0" : "")
    }
}

/// The currency of an amount.
enum Currency {
    /// An active code of ISO 4217, upper-case.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let code = ASCII.upper(Input.trimmed(input))
        guard Currencies.codes.contains(code) else { throw BadValue("currency.code") }
        return code
    }
}

/// The number of an invoice.
enum InvoiceNumber {
    /// 1...64 letters, digits and `- / . _ #`; NFKC, case kept.
    ///
    /// Invoices' numbers stand in notices, which are compared with the customer's card: who may write one must not learn
    /// from that whether it is the card's.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let text = Input.trimmed(Composed.compatible(input))
        guard !text.isEmpty, Graphemes.count(text, isAtMost: 64) else {
            throw BadValue("invoice_number.length")
        }
        let isAllowed = text.unicodeScalars.allSatisfy {
            $0.isLetter || "0"..."9" ~= $0 || "-/._#".unicodeScalars.contains($0)
        }
        guard isAllowed else { throw BadValue("invoice_number.characters") }
        guard !CardNumber.mayBeRead(in: Array(text.utf8)) else { throw BadValue("invoice_number.card") }
        return text
    }
}
