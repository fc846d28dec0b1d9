import CofferModel

/// Days, as they are kept and as the four languages and plain numbers write them.
enum DateNeedles {
    static func add(_ text: String, to builder: inout PatternBuilder) {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, let moment = Timestamp(year: parts[0], month: parts[1], day: parts[2]) else {
            return builder.text(text)
        }
        let (year, month, day) = (String(parts[0]), parts[1], parts[2])
        let (mm, dd) = (two(month), two(day))
        let numbers = [
            "\(year) \(mm) \(dd)", "\(dd) \(mm) \(year)", "\(mm) \(dd) \(year)", "\(day) \(month) \(year)",
            "\(month) \(day) \(year)", "\(year)\(mm)\(dd)", "\(dd)\(mm)\(year)",
        ]
        let written = Language.allCases.map { DateText.day(moment, in: $0).replacing(" г.", with: "") }
        for form in Set(numbers + written + DateText.monthAndDay(moment)) { builder.text(form, as: .literal) }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
