import CofferModel
import CofferOutbound
import Foundation

/// Ordinary notices in four languages, written for these tests; no value of anybody stands in them.
enum Corpus {
    /// A paragraph, and the texts in it that its message shows by right.
    struct Paragraph {
        let language: String
        let text: String
        let allowed: [String]
    }

    /// Each paragraph of `Corpus/` three times, with other days, amounts, labels and links.
    static let paragraphs: [Paragraph] = ["bg", "en", "kk", "ru"].flatMap { language -> [Paragraph] in
        let file = URL(filePath: #filePath).appending(path: "../Corpus/\(language).txt").standardized
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        var random = Seeded(seed: 42)
        return text.split(separator: "\n").flatMap { line in
            (0..<3).map { _ in filled(line, language, &random) }
        }
    }

    private static func filled(
        _ line: Substring, _ language: String, _ random: inout Seeded
    ) -> Paragraph {
        var (text, allowed): (String, [String]) = ("", [])
        for piece in line.split(separator: "{", omittingEmptySubsequences: false) {
            guard let close = piece.firstIndex(of: "}") else {
                text += piece
                continue
            }
            let name = String(piece[..<close])
            let value = value(name, language, &random)
            if ["label", "link", "contact", "hotline"].contains(name) { allowed.append(value) }
            text += value + piece[close...].dropFirst()
        }
        return Paragraph(language: language, text: text, allowed: allowed)
    }

    private static func value(_ name: String, _ language: String, _ random: inout Seeded) -> String {
        let base32 = "0123456789BCDFGHJKMNPQRSTVWXYZ"
        return switch name {
        case "date": date(language, &random)
        case "time": "\(two(0...23, &random)):\(two(0...59, &random))"
        case "amount": amount(language, &random)
        case "number": number(&random)
        case "label":
            Bool.random(using: &random)
                ? "SW-" + random.text(6, of: base32) : random.text(27, of: base32)
        case "link":
            "https://portal.provider.example/t/"
                + random.text(22, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        case "contact": "support@provider.example"
        case "hotline": "+359 2 400 10 20"
        default: String(Int.random(in: 2...90, using: &random))
        }
    }

    private static func number(_ random: inout Seeded) -> String {
        let digits = random.text(Int.random(in: 4...10, using: &random), of: "0123456789")
        return switch Int.random(in: 0..<4, using: &random) {
        case 0: "2027-" + digits
        case 1: "INV/27/" + digits
        case 2: "00000" + digits
        default: "1" + digits
        }
    }

    private static func date(_ language: String, _ random: inout Seeded) -> String {
        let (day, month) = (Int.random(in: 1...28, using: &random), Int.random(in: 1...12, using: &random))
        if Bool.random(using: &random) { return "\(two(day))." + two(month) + ".2027" }
        let months: [String: String] = [
            "en": "January February March April May June July August September October November December",
            "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
            "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
        ]
        let name = (months[language] ?? "").split(separator: " ")[month - 1]
        return language == "kk" ? "2027 жылғы \(day) \(name)" : "\(day) \(name) 2027"
    }

    private static func amount(_ language: String, _ random: inout Seeded) -> String {
        let (units, cents) = (Int.random(in: 1...99_999, using: &random), two(0...99, &random))
        guard units > 9999 else { return "\(units)" + (language == "en" ? "." : ",") + cents }
        let rest = String(units % 1000 + 1000).dropFirst()
        return language == "en" ? "\(units / 1000),\(rest).\(cents)" : "\(units / 1000)\u{A0}\(rest),\(cents)"
    }

    private static func two(_ range: ClosedRange<Int>, _ random: inout Seeded) -> String {
        two(Int.random(in: range, using: &random))
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
