/// Who issues numbers of a range, and how long they are (ISO/IEC 7812-1, §4.2; the brands' own tables).
///
/// Ranges are given to brands for good; which banks have which part of one changes every week and is not looked up.
enum CardBrand {
    case visa, mastercard, maestro, mir, discover, jcb, unionpay, americanExpress, dinersClub

    /// The brand of a number by its first digits; nil for a range of none of them.
    init?(_ digits: some StringProtocol) {
        guard digits.utf8.count >= 8, let head = Int(digits.prefix(8)) else { return nil }
        let found = Self.ranges.first { $0.range.contains(head / Self.scale($0.digits)) }
        guard let found else { return nil }
        self = found.brand
    }

    /// How many digits its numbers have.
    var lengths: Set<Int> {
        switch self {
        case .visa: [13, 16, 19]
        case .mastercard: [16]
        case .americanExpress: [15]
        case .dinersClub: Set(14...19)
        case .maestro: Set(12...19)
        case .mir, .discover, .jcb: Set(16...19)
        case .unionpay: Set(13...19)
        }
    }

    private struct Heads {
        let brand: CardBrand
        /// How many digits stand in the bounds.
        let digits: Int
        let range: ClosedRange<Int>
    }

    private static let ranges: [Heads] = [
        Heads(brand: .mir, digits: 4, range: 2200...2204),
        Heads(brand: .mastercard, digits: 4, range: 2221...2720),
        Heads(brand: .mastercard, digits: 2, range: 51...55),
        Heads(brand: .americanExpress, digits: 2, range: 34...34),
        Heads(brand: .americanExpress, digits: 2, range: 37...37),
        Heads(brand: .jcb, digits: 4, range: 3528...3589),
        Heads(brand: .dinersClub, digits: 3, range: 300...305),
        Heads(brand: .dinersClub, digits: 4, range: 3095...3095),
        Heads(brand: .dinersClub, digits: 2, range: 36...36),
        Heads(brand: .dinersClub, digits: 2, range: 38...39),
        Heads(brand: .visa, digits: 1, range: 4...4),
        Heads(brand: .discover, digits: 4, range: 6011...6011),
        Heads(brand: .discover, digits: 3, range: 644...649),
        Heads(brand: .discover, digits: 2, range: 65...65),
        Heads(brand: .unionpay, digits: 2, range: 62...62),
        Heads(brand: .unionpay, digits: 2, range: 81...81),
        Heads(brand: .maestro, digits: 2, range: 50...50),
        Heads(brand: .maestro, digits: 2, range: 56...58),
        Heads(brand: .maestro, digits: 2, range: 61...61),
        Heads(brand: .maestro, digits: 2, range: 63...63),
        Heads(brand: .maestro, digits: 2, range: 66...69),
    ]

    /// What eight digits are divided by to leave so many.
    private static func scale(_ digits: Int) -> Int { (digits..<8).reduce(1) { scale, _ in scale * 10 } }
}
