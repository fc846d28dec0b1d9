import CofferModel

/// Days, as they are kept and as the four languages and plain numbers write them.
enum DateNeedles {
    static func day(_ text: String) -> [Needle] {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, let moment = Timestamp(year: parts[0], month: parts[1], day: parts[2]) else {
            return Needle.text(text)
        }
        let (year, month, day) = (String(parts[0]), parts[1], parts[2])
        let (mm, dd) = (two(month), two(day))
        let numbers = [(dd, mm), (mm, dd), ("\(day)", "\(month)"), ("\(month)", "\(day)")].flatMap {
            one, other in
            [".", "/", "-", " "].map { "\(one)\($0)\(other)\($0)\(year)" }
        }
        let written = Language.allCases.map { DateText.day(moment, in: $0).replacing(" г.", with: "") }
        let english = DateText.monthAndDay(moment) + ["\(year)\(mm)\(dd)", "\(dd)\(mm)\(year)"]
        return ([text] + ["\(year).\(mm).\(dd)", "\(year)/\(mm)/\(dd)"] + numbers + written + english)
            .map { .literal($0) }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
