/// How a table writes days: `DD.MM.YYYY`, in any order, with whatever stands between.
struct DatePattern: Hashable, Sendable {
    private enum Part: Hashable {
        case year(digits: Int)
        case month, day
        case sign(UInt8)
    }

    private let parts: [Part]

    /// Reads a pattern; nil for one that is none.
    ///
    /// - Parameters:
    ///   - text: `YYYY`, `MM` and `DD` once each, and signs that are no letters; months may have `YY` and have no `DD`.
    ///   - ofMonths: whether it is of months.
    init?(_ text: String, ofMonths: Bool) {
        var parts: [Part] = []
        var rest = Array(text.utf8)[...]
        let words: [([UInt8], Part)] =
            (ofMonths ? [] : [(Array("DD".utf8), .day)]) + [
                (Array("YYYY".utf8), .year(digits: 4)), (Array("MM".utf8), .month),
            ] + (ofMonths ? [(Array("YY".utf8), .year(digits: 2))] : [])
        while let first = rest.first {
            if let (word, part) = words.first(where: { rest.starts(with: $0.0) }) {
                parts.append(part)
                rest = rest.dropFirst(word.count)
            } else {
                guard 32...126 ~= first, !(65...90 ~= first), !(97...122 ~= first), !(48...57 ~= first) else {
                    return nil
                }
                parts.append(.sign(first))
                rest = rest.dropFirst()
            }
        }
        let years = parts.count { if case .year = $0 { true } else { false } }
        guard years == 1, parts.count(where: { $0 == .month }) == 1,
            parts.count(where: { $0 == .day }) == (ofMonths ? 0 : 1)
        else { return nil }
        self.parts = parts
    }

    /// The day as `YYYY-MM-DD`, or the month as `MM/YY`; nil for a text that is not of the pattern.
    func read(_ text: String) -> String? {
        var (year, month) = ("", "")
        var day: String?
        var rest = Array(text.utf8)[...]
        func digits(_ count: Int) -> String? {
            let taken = rest.prefix(count)
            guard taken.count == count, taken.allSatisfy({ 48...57 ~= $0 }) else { return nil }
            rest = rest.dropFirst(count)
            return String(decoding: taken, as: UTF8.self)
        }
        for part in parts {
            switch part {
            case .year(let count):
                guard let found = digits(count) else { return nil }
                year = found
            case .month:
                guard let found = digits(2) else { return nil }
                month = found
            case .day:
                guard let found = digits(2) else { return nil }
                day = found
            case .sign(let sign):
                guard rest.popFirst() == sign else { return nil }
            }
        }
        guard rest.isEmpty else { return nil }
        return day.map { "\(year)-\(month)-\($0)" } ?? "\(month)/\(year.suffix(2))"
    }
}
