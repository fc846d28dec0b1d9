package import CofferModel

/// An e-mail address that may be handed to a mail server (RFC 5321 §4.1.2, RFC 6531 §3.3); does not print.
///
/// No quoted local part, no address literal, no space, angle bracket or control of any kind: libcurl 7.88
/// writes what it is given into the protocol, line ends too, so nothing else may get that far.
package struct MailAddress: Hashable, Sendable, Withheld {
    /// The address, at most 254 bytes.
    package let text: String

    /// Takes an address whose domain is in the network's form.
    ///
    /// - Throws: the rule it breaks.
    package init(_ text: String) throws(BadValue) {
        guard text.utf8.count <= 254, let at = text.unicodeScalars.lastIndex(of: "@"),
            Self.isLocalPart(text.unicodeScalars[..<at])
        else { throw BadValue("delivery.address") }
        _ = try DomainName(String(text.unicodeScalars[at...].dropFirst()))
        self.text = text
    }

    /// Whether only a server with SMTPUTF8 can take it.
    package var isInternational: Bool { !text.utf8.allSatisfy { $0 < 128 } }

    private static func isLocalPart(_ local: Substring.UnicodeScalarView) -> Bool {
        1...64 ~= String(local).utf8.count
            && local.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty && atom.allSatisfy { isAtomText($0) }
            }
    }

    private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else {
            return scalar.isPrintable && scalar.properties.generalCategory != .spaceSeparator
        }
        return "a"..."z" ~= scalar || "A"..."Z" ~= scalar || "0"..."9" ~= scalar
            || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
    }
}
