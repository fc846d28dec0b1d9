import CofferModel

/// Dates of mail (RFC 5322 §3.3).
enum MailDate {
    /// The moment in UTC, rounded down to the minute: the second would tell messages made together.
    static func text(_ moment: Timestamp) -> String {
        let (year, month, day) = moment.calendarDay
        let minutes = Int(moment.milliseconds - Int64(moment.day) * 86_400_000) / 60_000
        let weekday = days[((moment.day + 4) % 7 + 7) % 7]
        let clock = "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
        return "\(weekday), \(day) \(months[month - 1]) \(padded(year, 4)) \(clock):00 +0000"
    }

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
