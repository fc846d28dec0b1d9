package import CofferModel

extension Timestamp {
    /// `Sat, 21 Nov 2026 14:40:00 GMT` (RFC 9110 §5.6.7).
    package var httpDate: String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (year, month, date) = calendarDay
        // `2026-11-21T14:40:00.000Z`: the time of day stands where it is wanted.
        let clock = description.dropFirst(11).prefix(8)
        let weekday = days[(day % 7 + 7) % 7]
        return "\(weekday), \(date < 10 ? "0" : "")\(date) \(months[month - 1]) \(year) \(clock) GMT"
    }
}
