import CofferModel

/// An e-mail address (RFC 5321 §4.1.2, RFC 6531 §3.3), as people have them.
///
/// Quoted local parts and address literals are refused: they are legal, nobody has one, and they carry
/// spaces, controls and addresses into headers.
enum EmailAddress {
    /// At most 254 bytes: a local part of 1...64 bytes, and a domain of two labels or more as lower-case
    /// A-labels.
    ///
    /// The local part keeps its case, which its own host may tell apart.
    static func canonical(_ input: String) throws(BadValue) -> String {
        guard input.utf8.count <= 1024 else { throw BadValue("email.length") }
        let text = Input.tidy(input)
        guard let at = text.unicodeScalars.lastIndex(of: "@") else { throw BadValue("email.at") }
        let local = String(text.unicodeScalars[..<at])
        guard 1...64 ~= local.utf8.count, isDotAtom(local) else { throw BadValue("email.local") }
        let domain = try HostName.canonical(
            String(text.unicodeScalars[at...].dropFirst()), labels: 2, rule: "email.domain")
        let address = "\(local)@\(domain)"
        guard address.utf8.count <= 254 else { throw BadValue("email.length") }
        return address
    }

    /// The part before the last `@`, and the part after it.
    static func parts(_ canonical: String) -> (local: Substring, domain: Substring) {
        let scalars = canonical.unicodeScalars
        let at = scalars.lastIndex(of: "@") ?? scalars.endIndex
        return (Substring(scalars[..<at]), Substring(scalars[at...].dropFirst()))
    }

    private static func isDotAtom(_ local: String) -> Bool {
        local.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.unicodeScalars.allSatisfy { isAtomText($0) }
        }
    }

    private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return scalar.isGraphic }
        return ASCII.isAlphanumeric(UInt8(scalar.value))
            || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
    }
}
