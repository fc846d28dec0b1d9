/// Numbers of payment cards (ISO/IEC 7812-1).
enum Cards {
    /// Whether some groups in a row are a card number: of an issuer's range, with a true check digit, and
    /// grouped as cards are.
    static func isCard(_ run: DigitGroups) -> Bool {
        guard run.digits.count >= 13 else { return false }
        var first = 0
        for start in run.groups.indices {
            var count = 0
            for end in start..<run.groups.count {
                count += run.groups[end].count
                if count > 19 { break }
                let digits = run.digits[first..<(first + count)]
                if count >= 13, isGrouped(run, start...end, count), isIssued(digits), isTrue(digits) {
                    return true
                }
            }
            first += run.groups[start].count
        }
        return false
    }

    /// In one piece, in equal groups but for the last, as 4-6-5, or broken once at the end of a line.
    private static func isGrouped(_ run: DigitGroups, _ groups: ClosedRange<Int>, _ count: Int) -> Bool {
        let sizes = run.groups[groups].map(\.count)
        if sizes.count == 1 || sizes == [4, 6, 5] || sizes == [4, 6, 4] { return true }
        if sizes.count == 2, run.isLineEnd[groups.upperBound] { return true }
        let isEqual = sizes.dropLast().allSatisfy { $0 == sizes[0] } && sizes[sizes.count - 1] <= sizes[0]
        return isEqual && (sizes[0] >= 4 || 15...16 ~= count)
    }

    /// The ranges of the issuers in use (ISO/IEC 7812-2), by their first four digits.
    private static func isIssued(_ digits: ArraySlice<UInt8>) -> Bool {
        switch digits.prefix(4).reduce(0, { $0 * 10 + Int($1) }) {
        case 4000...4999, 5100...5599, 2221...2720, 2200...2204, 3400...3499, 3700...3799, 3000...3059,
            3600...3699, 3800...3999, 3528...3589, 6011, 6440...6599, 6200...6299, 5000...5099, 5600...5899,
            6000...6099, 6300...6399, 6700...6799, 8600...8600, 9704, 9792, 9860:
            true
        default: false
        }
    }

    /// Luhn's check (ISO/IEC 7812-1, annex B); a row of one digit is nobody's number.
    private static func isTrue(_ digits: ArraySlice<UInt8>) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element)
            return sum + (digit.offset.isMultiple(of: 2) ? value : value * 2 - (value > 4 ? 9 : 0))
        }
        return sum.isMultiple(of: 10) && Set(digits).count > 1
    }
}
