package import CofferModel

/// An ISO 8601 duration: `P30D`, `P1Y6M`, `PT72H`; months and years by the calendar.
package struct CalendarDuration: Hashable, Sendable {
    /// Years and months, in months.
    package let months: Int
    /// Weeks and less, in seconds.
    package let seconds: Int64

    /// Reads `PnYnMnWnDTnHnMnS` with at least one part, each of at most six digits.
    package init?(_ text: String) {
        guard text.first == "P" else { return nil }
        var months = 0
        var seconds: Int64 = 0
        var units = Array("YMWD")
        var inTime = false
        var digits = ""
        var parts = 0
        for character in text.dropFirst() {
            if character == "T", !inTime, digits.isEmpty {
                (inTime, units) = (true, Array("HMS"))
            } else if let digit = character.wholeNumberValue, character.isASCII {
                digits += String(digit)
            } else {
                guard let place = units.firstIndex(of: character), let value = Int64(digits),
                    digits.count <= 6
                else { return nil }
                units.removeFirst(place + 1)
                digits = ""
                parts += 1
                switch (character, inTime) {
                case ("Y", _): months += Int(value) * 12
                case ("M", false): months += Int(value)
                default: seconds += value * (Self.lengths[character] ?? 60)
                }
            }
        }
        guard parts > 0, digits.isEmpty, !(inTime && units.count == 3) else { return nil }
        self.months = months
        self.seconds = seconds
    }

    private static let lengths: [Character: Int64] = ["W": 604_800, "D": 86_400, "H": 3600, "S": 1]

    /// The moment this much later; a day that the month lacks becomes its last.
    package func added(to start: Timestamp) -> Timestamp {
        guard months > 0 else { return start.adding(seconds: seconds) }
        let (year, month, day) = start.calendarDay
        let total = year * 12 + month - 1 + months
        let ofDay = start.milliseconds - Int64(start.day) * 86_400_000
        for date in stride(from: day, to: 0, by: -1) {
            if let moved = Timestamp(year: total / 12, month: total % 12 + 1, day: date) {
                return Timestamp(milliseconds: moved.milliseconds + ofDay).adding(seconds: seconds)
            }
        }
        return Timestamp(milliseconds: Int64.max)
    }

    /// The length in seconds, a month counted as 31 days: for comparing two durations.
    package var longestSeconds: Int64 { Int64(months) * 31 * 86_400 + seconds }
}
