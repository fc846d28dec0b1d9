package import CofferModel

/// What an index token is made of (crypto.md §3): the form in which equal values are equal.
///
/// This is version 1, of Unicode as Swift 6.3 ships it; a change of any rule is a new index generation.
package enum Normalised {
    /// The index input of canonical bytes, or nil for a type that is never indexed.
    package static func bytes(_ canonical: [UInt8], as type: FieldType) -> [UInt8]? {
        switch type {
        case .name: Array(Composed.folded(Joiner.without(String(decoding: canonical, as: UTF8.self))).utf8)
        case .email, .username, .organisationName, .invoiceNumber, .text:
            Array(Composed.folded(String(decoding: canonical, as: UTF8.self)).utf8)
        case .phone: [UInt8(ascii: "+")] + canonical
        case .certificate: Certificate.fingerprint(ofDER: canonical)
        case .fingerprint: Hex.decode(canonical)
        case .pan, .iban, .idNumber, .taxNumber, .serial, .hostAddress, .hostname, .ipAddress,
            .distinguishedName, .token, .cardToken, .sshPublicKey:
            canonical
        default: nil
        }
    }

    /// The UTC day of a moment, for the index by days; nil for a type that has none.
    package static func day(_ canonical: [UInt8], as type: FieldType) -> [UInt8]? {
        type == .timestamp ? Array(canonical.prefix(10)) : nil
    }

    /// The index input of a UTC day.
    ///
    /// - Parameter day: counted from 1970-01-01.
    /// - Returns: the same bytes that ``day(_:as:)`` answers for each of its moments.
    package static func day(_ day: Int) -> [UInt8] {
        Array(Timestamp(milliseconds: Int64(day) * 86_400_000).description.utf8.prefix(10))
    }

    /// The index input of what somebody types to find a value.
    ///
    /// A certificate is found by its PEM text or by its fingerprint.
    ///
    /// - Parameters:
    ///   - text: the value sought.
    ///   - type: the field's type.
    /// - Returns: the same bytes that ``bytes(_:as:)`` answers for the stored value.
    /// - Throws: the rule that refuses the text; `find.type` for a type that is never indexed.
    package static func query(_ text: String, as type: FieldType) throws(BadValue) -> [UInt8] {
        if type == .certificate, !text.contains("-----BEGIN") {
            return try query(text, as: .fingerprint)
        }
        guard isIndexed(type) else { throw BadValue("find.type") }
        // None of the indexed types asks for the time.
        let canonical = try Canonical.bytes(of: .string(text), as: type, at: Timestamp(milliseconds: 0))
        guard let normalised = bytes(canonical, as: type) else { throw BadValue("find.type") }
        return normalised
    }

    /// Whether values of a type can be found by an index.
    ///
    /// Few-valued types cannot, nor secrets that people choose: a token of one would let its value be
    /// guessed.
    package static func isIndexed(_ type: FieldType) -> Bool {
        switch type {
        case .email, .username, .name, .organisationName, .invoiceNumber, .text, .phone, .certificate,
            .fingerprint, .pan, .iban, .idNumber, .taxNumber, .serial, .hostAddress, .hostname, .ipAddress,
            .distinguishedName, .token, .cardToken, .sshPublicKey:
            true
        default: false
        }
    }
}
