/// How a label is written: a prefix, characters of an alphabet, and a check character (S2-14).
package struct LabelFormat: Hashable, Sendable {
    /// What every label of the format begins with, perhaps nothing.
    package let prefix: String
    /// The characters that stand for the digits from 0 upwards.
    package let alphabet: String
    /// How many of them a label has.
    package let length: Int
    /// Whether a check character follows.
    package let check: Bool

    /// Crockford's base32: no I, L, O and U.
    package static let crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    /// For labels that people say: 23 digits and letters, no vowel, none that looks like another one.
    package static let spoken = "23456789CDFHJKLMNPRTVWX"

    /// For machines: 26 characters of Crockford's base32, whose first two bits are zero, and the check
    /// character.
    package static let machine = LabelFormat(checked: "", alphabet: crockford, length: 26, check: true)
    /// For machines, of 32 bytes: 52 characters and the check character.
    package static let reversible = LabelFormat(checked: "", alphabet: crockford, length: 52, check: true)
    /// For people: 8 characters that can be said on the phone, and one to check them.
    package static let short = LabelFormat(checked: "", alphabet: spoken, length: 8, check: true)

    /// Takes a format that a charter declares.
    ///
    /// - Parameters:
    ///   - prefix: at most 16 upper-case letters, digits and hyphens.
    ///   - alphabet: 10...36 different upper-case letters and digits.
    ///   - length: 6...80 characters; what is too short for its bytes is for a table, as two labels may meet.
    ///   - check: whether a check character follows.
    /// - Throws: which of the three confuses.
    package init(
        prefix: String, alphabet: String, length: Int, check: Bool
    ) throws(LabelFormatInvalid) {
        let isPrefix = prefix.utf8.allSatisfy { Self.isSymbol($0) || $0 == UInt8(ascii: "-") }
        guard prefix.utf8.count <= 16, isPrefix else { throw .prefix }
        let symbols = Array(alphabet.utf8)
        guard 10...36 ~= symbols.count, Set(symbols).count == symbols.count,
            symbols.allSatisfy(Self.isSymbol)
        else { throw .alphabet }
        guard 6...80 ~= length else { throw .length }
        self.init(checked: prefix, alphabet: alphabet, length: length, check: check)
    }

    private init(checked prefix: String, alphabet: String, length: Int, check: Bool) {
        self.prefix = prefix
        self.alphabet = alphabet
        self.length = length
        self.check = check
    }

    private static func isSymbol(_ byte: UInt8) -> Bool { 48...57 ~= byte || 65...90 ~= byte }

    /// Whether labels of so many bytes all differ in this format.
    package func holds(bytes count: Int) -> Bool {
        var rest = [UInt8](repeating: 0xFF, count: count)
        for _ in 0..<length { _ = Self.divide(&rest, by: alphabet.utf8.count) }
        return rest.allSatisfy { $0 == 0 }
    }

    /// The label of a number: its last digits in the alphabet's base, as many as the format has.
    ///
    /// - Parameter bytes: the number, 1...32 bytes, the most significant first.
    /// - Returns: the label with its prefix and check character.
    package func text(_ bytes: [UInt8]) -> String {
        precondition(1...32 ~= bytes.count, "a label is made of at most 32 bytes")
        var rest = bytes
        let digits = (0..<length).map { _ in Self.divide(&rest, by: alphabet.utf8.count) }
        let symbols = Array(alphabet)
        return prefix + String((digits.reversed()).map { symbols[$0] }) + checkText(digits.reversed())
    }

    /// The number that a label was made of, in so many bytes; nil for what is no label, or of a larger number.
    package func bytes(of label: String, count: Int) -> [UInt8]? {
        guard let digits = digits(of: label) else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        for digit in digits {
            var carry = digit
            for place in bytes.indices.reversed() {
                carry += Int(bytes[place]) * alphabet.utf8.count
                bytes[place] = UInt8(truncatingIfNeeded: carry)
                carry >>= 8
            }
            guard carry == 0 else { return nil }
        }
        return bytes
    }

    /// Whether a text is a label of this format, its check character true.
    package func isValid(_ text: String) -> Bool { bytes(of: text, count: holds(bytes: 32) ? 32 : 16) != nil }

    /// The digits of a label whose check character is true.
    private func digits(of label: String) -> [Int]? {
        guard label.utf8.count == prefix.utf8.count + length + (check ? 1 : 0), label.hasPrefix(prefix) else {
            return nil
        }
        let symbols = Array(alphabet)
        let body = label.dropFirst(prefix.count)
        let digits = body.prefix(length).compactMap { symbols.firstIndex(of: $0) }
        guard digits.count == length, body.dropFirst(length) == checkText(digits) else { return nil }
        return digits
    }

    /// What is left of a division; the number becomes the quotient.
    private static func divide(_ number: inout [UInt8], by base: Int) -> Int {
        var rest = 0
        for place in number.indices {
            rest = rest << 8 | Int(number[place])
            number[place] = UInt8(truncatingIfNeeded: rest / base)
            rest %= base
        }
        return rest
    }
}

/// What of a label's format confuses.
package enum LabelFormatInvalid: Error, Hashable, Sendable {
    /// A prefix of other signs than upper-case letters, digits and hyphens, or of more than 16.
    case prefix
    /// An alphabet of fewer than 10 or more than 36 symbols, or with one twice.
    case alphabet
    /// Fewer than 6 characters, or more than 80.
    case length
}
