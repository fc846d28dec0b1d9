import CofferModel

/// Who issues numbers of a range, and how long they are (ISO/IEC 7812-1, §4.2; the brands' own tables).
///
/// Ranges are given to brands for good; which banks have which part of one changes every week and is not looked up.
enum CardBrand: String, CaseIterable {
    case visa, mastercard, maestro, mir, discover, jcb, unionpay
    case americanExpress = "american_express"
    case dinersClub = "diners_club"

    /// The brand of a number by its first digits; nil for a range of none of them.
    init?(_ digits: some StringProtocol) {
        guard digits.utf8.count >= 8, let head = Int(digits.prefix(8)) else { return nil }
        // Narrow ranges first: those of two brands lie within wider ones of a third.
        let found = Self.ranges.first { range in
            range.heads.contains(head / Self.scale(range.digits))
        }
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

    private struct Range {
        let brand: CardBrand
        /// How many digits stand in the bounds.
        let digits: Int
        let heads: ClosedRange<Int>
    }

    private static let ranges: [Range] = [
        Range(brand: .mir, digits: 4, heads: 2200...2204),
        Range(brand: .mastercard, digits: 4, heads: 2221...2720),
        Range(brand: .mastercard, digits: 2, heads: 51...55),
        Range(brand: .americanExpress, digits: 2, heads: 34...34),
        Range(brand: .americanExpress, digits: 2, heads: 37...37),
        Range(brand: .jcb, digits: 4, heads: 3528...3589),
        Range(brand: .dinersClub, digits: 3, heads: 300...305),
        Range(brand: .dinersClub, digits: 4, heads: 3095...3095),
        Range(brand: .dinersClub, digits: 2, heads: 36...36),
        Range(brand: .dinersClub, digits: 2, heads: 38...39),
        Range(brand: .visa, digits: 1, heads: 4...4),
        Range(brand: .discover, digits: 4, heads: 6011...6011),
        Range(brand: .discover, digits: 3, heads: 644...649),
        Range(brand: .discover, digits: 2, heads: 65...65),
        Range(brand: .unionpay, digits: 2, heads: 62...62),
        Range(brand: .unionpay, digits: 2, heads: 81...81),
        Range(brand: .maestro, digits: 2, heads: 50...50),
        Range(brand: .maestro, digits: 2, heads: 56...58),
        Range(brand: .maestro, digits: 2, heads: 61...61),
        Range(brand: .maestro, digits: 2, heads: 63...63),
        Range(brand: .maestro, digits: 2, heads: 66...69),
    ]

    /// What eight digits are divided by to leave so many.
    private static func scale(_ digits: Int) -> Int { (digits..<8).reduce(1) { scale, _ in scale * 10 } }
}
