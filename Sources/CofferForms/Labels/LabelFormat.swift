package import CofferModel

/// How a label is written: a prefix, characters of an alphabet, and a check character (S2-14).
package struct LabelFormat: Hashable, Sendable {
    /// What every label of the format begins with, perhaps nothing.
    package let prefix: String
    /// The characters that stand for the digits from 0 upwards.
    package let alphabet: String
    /// How many of them a label has.
    package let length: Int
    /// Whether a check character follows: Crockford's, modulo 37.
    package let check: Bool

    /// For machines: 26 characters of Crockford's base32, whose first two bits are zero, and the check
    /// character.
    package static let machine = LabelFormat(
        checked: "", alphabet: "0123456789ABCDEFGHJKMNPQRSTVWXYZ", length: 26, check: true)

    private static let checks = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U")

    /// Takes a format that a charter declares.
    ///
    /// - Parameters:
    ///   - prefix: at most 16 upper-case letters, digits and hyphens.
    ///   - alphabet: 10...36 different upper-case letters and digits.
    ///   - length: 6...32 characters; under 26 the caller keeps a table, as two labels may meet.
    ///   - check: whether a check character follows.
    /// - Throws: `label.prefix`, `label.alphabet` or `label.length`.
    package init(prefix: String, alphabet: String, length: Int, check: Bool) throws(BadValue) {
        let isPrefix = prefix.utf8.allSatisfy { ASCII.isUpper($0) || ASCII.isDigit($0) || $0 == 45 }
        guard prefix.utf8.count <= 16, isPrefix else { throw BadValue("label.prefix") }
        let symbols = Array(alphabet.utf8)
        guard 10...36 ~= symbols.count, Set(symbols).count == symbols.count,
            symbols.allSatisfy({ ASCII.isUpper($0) || ASCII.isDigit($0) })
        else { throw BadValue("label.alphabet") }
        guard 6...32 ~= length else { throw BadValue("label.length") }
        self.init(checked: prefix, alphabet: alphabet, length: length, check: check)
    }

    private init(checked prefix: String, alphabet: String, length: Int, check: Bool) {
        self.prefix = prefix
        self.alphabet = alphabet
        self.length = length
        self.check = check
    }

    /// The label of 128 bits: their last digits in the alphabet's base, as many as the format has.
    ///
    /// - Parameter bits: 16 bytes, the most significant first.
    /// - Returns: the label with its prefix and check character.
    package func text(_ bits: [UInt8]) -> String {
        precondition(bits.count == 16, "a label is made of 16 bytes")
        let symbols = Array(alphabet)
        let base = UInt128(symbols.count)
        var (rest, value, weight) = (bits.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }, 0, 1)
        var text: [Character] = []
        for _ in 0..<length {
            let digit = Int(rest % base)
            rest /= base
            text.append(symbols[digit])
            value = (value + digit * weight) % 37
            weight = weight * symbols.count % 37
        }
        return prefix + String(text.reversed()) + (check ? String(Self.checks[value]) : "")
    }

    /// Whether a text is a label of this format, its check character true.
    package func isValid(_ text: String) -> Bool {
        guard text.utf8.count == prefix.utf8.count + length + (check ? 1 : 0), text.hasPrefix(prefix) else {
            return false
        }
        let symbols = Array(alphabet)
        let body = Array(text.dropFirst(prefix.count))
        var (total, value) = (UInt128(0), 0)
        for character in body.prefix(length) {
            guard let digit = symbols.firstIndex(of: character) else { return false }
            let (product, isOver) = total.multipliedReportingOverflow(by: UInt128(symbols.count))
            let (sum, isMore) = product.addingReportingOverflow(UInt128(digit))
            guard !isOver, !isMore else { return false }
            total = sum
            value = (value * symbols.count + digit) % 37
        }
        return !check || body.last == Self.checks[value]
    }

    /// The label that a person meant: upper case, spaces at the ends removed, and in an alphabet without them
    /// O, I and L read as 0 and 1; nil when that is no label of this format.
    package func reading(_ typed: String) -> String? {
        guard typed.utf8.count <= 128 else { return nil }
        let upper = ASCII.upper(Input.trimmed(typed))
        guard upper.hasPrefix(prefix) else { return nil }
        var meant = Array(upper.dropFirst(prefix.count))
        for place in meant.indices.prefix(length) {
            switch meant[place] {
            case "O" where !alphabet.contains("O"): meant[place] = "0"
            case "I" where !alphabet.contains("I"), "L" where !alphabet.contains("L"): meant[place] = "1"
            default: break
            }
        }
        let label = prefix + String(meant)
        return isValid(label) ? label : nil
    }
}
