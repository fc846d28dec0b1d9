/// A moment in UTC, to the millisecond.
public struct Timestamp: Hashable, Sendable, Comparable, LosslessStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let milliseconds: Int64

    /// Takes milliseconds since 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Midnight UTC of a calendar day, or nil when there is no such day between the years 1 and 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard 1...9999 ~= year, 1...12 ~= month, 1...Self.days(in: month, of: year) ~= day else { return nil }
        milliseconds = Int64(Self.dayNumber(year, month, day)) * 86_400_000
    }

    /// Reads the form that ``description`` writes: `2026-11-21T10:35:00.000Z`.
    public init?(_ description: String) {
        let text = Array(description.utf8)
        let shape = Array("dddd-dd-ddTdd:dd:dd.dddZ".utf8)
        guard text.count == shape.count,
            zip(text, shape).allSatisfy({ $1 == UInt8(ascii: "d") ? 48...57 ~= $0 : $0 == $1 })
        else { return nil }
        func number(_ range: Range<Int>) -> Int { text[range].reduce(0) { $0 * 10 + Int($1) - 48 } }
        let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
        guard let day = Timestamp(year: number(0..<4), month: number(5..<7), day: number(8..<10)),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60 + second)
        milliseconds = day.milliseconds + seconds * 1000 + Int64(number(20..<23))
    }

    /// RFC 3339 in UTC with milliseconds: `2026-11-21T10:35:00.000Z`.
    public var description: String {
        let (year, month, date) = calendarDay
        let rest = Int(milliseconds - Int64(day) * 86_400_000)
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, 2) }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))T"
            + clock.joined(separator: ":") + ".\(padded(rest % 1000, 3))Z"
    }

    /// The UTC day, counted from 1970-01-01.
    public var day: Int { Int((milliseconds - (milliseconds < 0 ? 86_399_999 : 0)) / 86_400_000) }

    /// Year, month 1...12 and day of the month 1...31 in UTC.
    public var calendarDay: (year: Int, month: Int, day: Int) {
        // Days to civil, proleptic Gregorian, with the year starting in March.
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let march = (5 * ofYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        return (year + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * march + 2) / 5 + 1)
    }

    /// This moment moved by seconds.
    public func adding(seconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + seconds * 1000) }

    /// The earlier is the smaller.
    public static func < (one: Timestamp, other: Timestamp) -> Bool { one.milliseconds < other.milliseconds }

    private static func days(in month: Int, of year: Int) -> Int {
        let leap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return switch month {
        case 2: leap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}
