import CofferForms
import CofferModel

/// Addresses at which somebody is reached: of e-mail, and by telephone.
enum Reach {
    /// Whether the `@` at a place joins a name and a domain of two labels or more.
    static func isEmail(_ bytes: Span<UInt8>, at place: Int, least: Int) -> Bool {
        var start = place
        while start > 0, place - start < 64, isLocal(bytes[start - 1]) { start -= 1 }
        while start < place, !isWord(bytes[start]) { start += 1 }
        var (end, label, dots) = (place + 1, place + 1, 0)
        while end < bytes.count, end - place < 254, isWord(bytes[end]) || isHostSign(bytes, end, label) {
            if bytes[end] == UInt8(ascii: ".") {
                dots += 1
                label = end + 1
            }
            end += 1
        }
        guard start < place, dots > 0, end - label >= 2, end - start >= least else { return false }
        for place in label..<end where Bytes.isDigit(bytes[place]) { return false }
        return true
    }

    /// Whether the `+` at a place begins a telephone number with the code of a country.
    static func isPhone(_ bytes: Span<UInt8>, at place: Int) -> Bool {
        guard place == 0 || !isWord(bytes[place - 1]) else { return false }
        var at = place + 1
        while at < bytes.count, at - place < 3, bytes[at] == 32 || bytes[at] == UInt8(ascii: "(") { at += 1 }
        return isInternational(DigitGroups(bytes, from: at))
    }

    /// Whether a run of digits is a telephone number by its form alone: `00` and a country's code in groups,
    /// or `8 (916) 755-65-60`.
    static func isPhone(_ run: DigitGroups, _ bytes: Span<UInt8>) -> Bool {
        let sizes = run.groups.prefix(3).map(\.count)
        if sizes.count == 3, sizes[0] == 1, run.digits[0] == 8, sizes[1] == 3, run.digits.count >= 11 {
            var isBracketed = false
            for place in run.groups[1].gap where bytes[place] == UInt8(ascii: "(") { isBracketed = true }
            return isBracketed
        }
        guard sizes.count >= 2, run.digits.count >= 11, sizes[0] >= 2, run.digits[0] == 0, run.digits[1] == 0
        else { return false }
        return isNumber(run.digits.dropFirst(2), whole: run)
    }

    private static func isInternational(_ run: DigitGroups) -> Bool {
        run.groups.isEmpty ? false : isNumber(run.digits[...], whole: run)
    }

    /// Whether the first groups are a number of the network: nine digits or more, eleven in North America and
    /// Russia, and no more than fifteen.
    private static func isNumber(_ digits: ArraySlice<UInt8>, whole run: DigitGroups) -> Bool {
        var count = digits.count - run.digits.count
        for (place, group) in run.groups.enumerated() {
            if place > 0, run.isLineEnd[place] { break }
            count += group.count
            guard count <= 15 else { break }
            let isLong = digits.first == 1 || digits.first == 7 ? count == 11 : count >= 9
            if isLong, isAssigned(digits.prefix(count)) { return true }
        }
        return false
    }

    private static func isAssigned(_ digits: ArraySlice<UInt8>) -> Bool {
        let input = JSON.string("+" + String(decoding: digits.map { $0 + 48 }, as: UTF8.self))
        return (try? Canonical.bytes(of: input, as: .phone, at: Timestamp(milliseconds: 0))) != nil
    }

    /// A dot or hyphen inside a domain.
    private static func isHostSign(_ bytes: Span<UInt8>, _ at: Int, _ label: Int) -> Bool {
        (bytes[at] == UInt8(ascii: ".") || bytes[at] == UInt8(ascii: "-")) && at > label
            && at + 1 < bytes.count && isWord(bytes[at + 1])
    }

    private static func isWord(_ byte: UInt8) -> Bool { Bytes.isAlphanumeric(byte) || byte >= 0x80 }

    private static func isLocal(_ byte: UInt8) -> Bool {
        isWord(byte) || "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
    }
}
