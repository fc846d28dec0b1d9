import CofferModel

/// Days as each language writes them in running text.
enum DateText {
    private static let english = words(
        "January February March April May June July August September October November December")
    private static let bulgarian = words(
        "януари февруари март април май юни юли август септември октомври ноември декември")
    private static let russian = words(
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
    private static let kazakh = words(
        "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан")

    /// The day of a moment in UTC.
    ///
    /// `3 февруари 2027 г.`, `3 February 2027`, `2027 жылғы 3 ақпан`, `3 февраля 2027 г.`
    static func day(_ moment: Timestamp, in language: Language) -> String {
        let (year, month, day) = moment.calendarDay
        return switch language {
        case .bg: "\(day) \(bulgarian[month - 1]) \(year) г."
        case .en: "\(day) \(english[month - 1]) \(year)"
        case .kk: "\(year) жылғы \(day) \(kazakh[month - 1])"
        case .ru: "\(day) \(russian[month - 1]) \(year) г."
        }
    }

    /// The day and the hour that a moment falls into, in UTC.
    ///
    /// `3 февруари 2027 г., 14:00 ч. (UTC)`, `3 February 2027, 14:00 (UTC)`, `2027 жылғы 3 ақпан, 14:00 (UTC)`
    static func hour(_ moment: Timestamp, in language: Language) -> String {
        let ofDay = (moment.milliseconds - Int64(moment.day) * 86_400_000) / 3_600_000
        let clock = "\(ofDay < 10 ? "0" : "")\(ofDay):00\(language == .bg ? " ч." : "")"
        return "\(day(moment, in: language)), \(clock) (UTC)"
    }

    /// Two more English forms, for recognition: `February 3, 2027` and `3 Feb 2027`.
    static func monthAndDay(_ moment: Timestamp) -> [String] {
        let (year, month, day) = moment.calendarDay
        return ["\(english[month - 1]) \(day), \(year)", "\(day) \(english[month - 1].prefix(3)) \(year)"]
    }

    private static func words(_ line: String) -> [String] { line.split(separator: " ").map { String($0) } }
}
