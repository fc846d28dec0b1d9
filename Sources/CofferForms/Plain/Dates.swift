import CofferModel

/// Calendar days and moments (ISO 8601).
enum Dates {
    /// `YYYY-MM-DD`, a day that exists in the years 1...9999.
    static func day(_ input: String) throws(BadValue) -> String {
        let text = Input.trimmed(input)
        guard midnight(of: text) != nil else { throw BadValue("date.form") }
        return text
    }

    /// A day before today and not more than 130 years back.
    static func birth(_ input: String, at now: Timestamp) throws(BadValue) -> String {
        let text = Input.trimmed(input)
        guard let day = midnight(of: text) else { throw BadValue("birth_date.form") }
        guard day.day < now.day else { throw BadValue("birth_date.past") }
        guard now.calendarDay.year - day.calendarDay.year <= 130 else { throw BadValue("birth_date.range") }
        return text
    }

    /// RFC 3339 in UTC with milliseconds; seconds may have 0...3 decimals on the way in, the zone must be
    /// `Z`.
    static func moment(_ input: String) throws(BadValue) -> String {
        let text = Input.trimmed(input)
        guard 20...24 ~= text.utf8.count, text.hasSuffix("Z") else { throw BadValue("timestamp.form") }
        let plain = text.dropLast()
        let point = plain.utf8.count == 19 ? "." : ""
        let zeros = String(repeating: "0", count: 23 - plain.utf8.count - point.utf8.count)
        guard plain.utf8.count != 20, let moment = Timestamp(plain + point + zeros + "Z") else {
            throw BadValue("timestamp.form")
        }
        return moment.description
    }

    /// Midnight UTC of `YYYY-MM-DD`.
    static func midnight(of text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            [0, 1, 2, 3, 5, 6, 8, 9].allSatisfy({ ASCII.isDigit(bytes[$0]) }),
            let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)),
            let day = Int(text.suffix(2))
        else { return nil }
        return Timestamp(year: year, month: month, day: day)
    }
}
