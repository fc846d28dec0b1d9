import CofferModel

/// Names of hosts and domains in the form the network uses: lower-case A-labels (RFC 1123 §2.1, RFC 5890
/// §2.3.2).
///
/// Letters outside ASCII are lower-cased, composed and encoded; the wider mapping of UTS 46 is not applied,
/// so a full-width dot or a joiner is refused.
enum HostName {
    /// One label or more, each 1...63 bytes, together at most 253; the last not of digits alone.
    ///
    /// - Parameters:
    ///   - input: the name as typed; one dot at the end is dropped.
    ///   - labels: how many labels the name must have at least.
    ///   - rule: the rule named by a refusal.
    /// - Returns: the name as A-labels.
    /// - Throws: the rule.
    static func canonical(_ input: String, labels: Int, rule: Rule) throws(BadValue) -> String {
        guard input.utf8.count <= 1024 else { throw BadValue(rule) }
        var text = Composed.canonical(Input.trimmed(input).lowercased())
        if text.hasSuffix(".") { text.removeLast() }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { label(String($0)) }
        let known = parts.compactMap(\.self)
        let name = known.joined(separator: ".")
        guard known.count == parts.count, known.count >= labels, name.utf8.count <= 253,
            known.last?.utf8.allSatisfy({ ASCII.isDigit($0) }) == false
        else { throw BadValue(rule) }
        return name
    }

    private static func label(_ text: String) -> String? {
        guard text.utf8.allSatisfy({ $0 < 128 }) else { return encoded(text) }
        guard isLetterDigitHyphen(text) else { return nil }
        guard text.dropFirst(2).hasPrefix("--") else { return text }
        guard text.hasPrefix("xn--"), let decoded = Punycode.decode(text.dropFirst(4)) else { return nil }
        return encoded(decoded) == text ? text : nil
    }

    private static func encoded(_ text: String) -> String? {
        let scalars = text.unicodeScalars
        let isAllowed = scalars.allSatisfy {
            $0.isLetter || $0.isMark || $0.properties.generalCategory == .decimalNumber || $0 == "-"
        }
        guard isAllowed, scalars.first?.isMark == false, scalars.contains(where: { !$0.isASCII }),
            text.unicodeScalars.count <= 63,
            Array(Composed.canonical(text.lowercased()).utf8) == Array(text.utf8),
            !text.hasPrefix("-"), !text.hasSuffix("-"), let code = Punycode.encode(text)
        else { return nil }
        return code.utf8.count <= 59 ? "xn--" + code : nil
    }

    private static func isLetterDigitHyphen(_ text: String) -> Bool {
        1...63 ~= text.utf8.count && !text.hasPrefix("-") && !text.hasSuffix("-")
            && text.utf8.allSatisfy { ASCII.isLower($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-") }
    }
}

/// Host names as people read them.
package enum HostText {
    /// The name with each A-label in its own letters; labels that do not decode stay.
    package static func unicode(_ name: some StringProtocol) -> String {
        name.split(separator: ".", omittingEmptySubsequences: false).map { label in
            label.hasPrefix("xn--") ? Punycode.decode(label.dropFirst(4)) ?? String(label) : String(label)
        }.joined(separator: ".")
    }
}
