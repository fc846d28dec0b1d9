package import CofferModel

/// A host or domain as the network writes it: lower-case A-labels (RFC 1123 §2.1, RFC 5890 §2.3.2).
package struct DomainName: Hashable, Sendable, CustomStringConvertible {
    /// The name, at most 253 bytes.
    package let description: String

    /// Takes a name in the network's form; letters outside ASCII are refused, not converted.
    ///
    /// - Throws: the rule it breaks.
    package init(_ text: String) throws(BadValue) {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard 1...253 ~= text.utf8.count, labels.allSatisfy({ Self.isLabel($0) }),
            labels.last?.allSatisfy({ 48...57 ~= $0 }) == false
        else { throw BadValue("delivery.domain") }
        description = text
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        1...63 ~= label.count && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
            && label.allSatisfy { 97...122 ~= $0 || 48...57 ~= $0 || $0 == UInt8(ascii: "-") }
    }
}
