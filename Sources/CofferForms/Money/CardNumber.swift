import CofferModel

/// The number of a payment card (ISO/IEC 7812-1).
enum CardNumber {
    /// 12...19 digits that pass Luhn's check, as many as their brand has; spaces and hyphens are removed.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let digits = Input.joined(input)
        guard digits.utf8.allSatisfy({ ASCII.isDigit($0) }) else { throw BadValue("pan.characters") }
        guard 12...19 ~= digits.utf8.count else { throw BadValue("pan.length") }
        guard CardBrand(digits)?.lengths.contains(digits.utf8.count) ?? true else {
            throw BadValue("pan.brand")
        }
        guard passesLuhn(digits.utf8) else { throw BadValue("pan.luhn") }
        return digits
    }

    /// Whether the number of a card could be read in a text: digits in a row, whatever stands between them, as the leak
    /// scan reads them too, that pass Luhn's check and are as many as the brand has that they begin like; or in hexadecimal
    /// or base64 as many digits as the shortest number has, whichever they are.
    static func mayBeRead(in text: [UInt8]) -> Bool {
        holdsNumber(text.filter { ASCII.isDigit($0) }) || CodedDigits.count(in: text) >= 12
    }

    private static func holdsNumber(_ run: [UInt8]) -> Bool {
        run.indices.contains { start in
            let rest = run[start...]
            let lengths = CardBrand(String(decoding: rest, as: UTF8.self))?.lengths ?? []
            return lengths.contains { $0 <= rest.count && passesLuhn(rest.prefix($0)) }
        }
    }

    /// Luhn's check over ASCII digits (ISO/IEC 7812-1, annex B).
    static func passesLuhn(_ digits: some BidirectionalCollection<UInt8>) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) - 48
            return sum + (digit.offset.isMultiple(of: 2) ? value : value * 2 - (value > 4 ? 9 : 0))
        }
        return sum.isMultiple(of: 10)
    }
}

/// The code on a card's back; a charter keeps none, but a type must say what one is.
enum CardCode {
    /// 3 or 4 digits.
    static func canonical(_ input: String) throws(BadValue) -> String {
        let digits = Input.trimmed(input)
        guard 3...4 ~= digits.utf8.count, digits.utf8.allSatisfy({ ASCII.isDigit($0) }) else {
            throw BadValue("cvv.digits")
        }
        return digits
    }
}

/// The month through which a card is good.
enum CardExpiry {
    /// `MM/YY` of the years 2000...2099, not before the month of `now` and not more than 25 years after it.
    static func canonical(_ input: String, at now: Timestamp) throws(BadValue) -> String {
        let text = Input.trimmed(input)
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: "/"),
            let month = Int(text.prefix(2)), let year = Int(text.suffix(2)),
            [0, 1, 3, 4].allSatisfy({ ASCII.isDigit(bytes[$0]) }), 1...12 ~= month
        else { throw BadValue("card_expiry.form") }
        let today = now.calendarDay
        let months = (2000 + year - today.year) * 12 + month - today.month
        guard months >= 0 else { throw BadValue("card_expiry.past") }
        guard months <= 25 * 12 else { throw BadValue("card_expiry.range") }
        return text
    }
}
