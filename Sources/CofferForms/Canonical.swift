package import CofferModel

/// The one byte form of each value: what is sealed, compared and hashed (crypto.md §2), not padded.
///
/// `docs/reference/types.md` has every type's input, bytes and refusals.
package enum Canonical {
    /// Checks an input and brings it into its canonical bytes, 1...16,384 of them.
    ///
    /// - Parameters:
    ///   - input: the value as a door received it.
    ///   - type: the field's type.
    ///   - now: the time, for what must not be past or future.
    /// - Returns: the canonical bytes.
    /// - Throws: the rule that refuses the input; never a part of it.
    package static func bytes(
        of input: JSON, as type: FieldType, at now: Timestamp
    ) throws(BadValue) -> [UInt8] {
        let bytes: [UInt8]
        if let structure = try structure(input, type) {
            bytes = structure
        } else {
            bytes = Array(try text(input, type, now).utf8)
        }
        guard 1...Limits.valueBytes ~= bytes.count else { throw BadValue("value.length") }
        return bytes
    }

    /// Types whose input or canonical form is no text.
    private static func structure(_ input: JSON, _ type: FieldType) throws(BadValue) -> [UInt8]? {
        switch type {
        case .address: try PostalAddress.canonical(input)
        case .sourceList: try SourceList.canonical(input)
        case .protocolList: try ProtocolList.canonical(input)
        case .alternativeNames: try AlternativeNames.canonical(input)
        case .document: try Document.canonical(input)
        case .amount: Array(try Amount.canonical(input).utf8)
        case .flag: Array(try Flag.canonical(input).utf8)
        case .count: Array(try Count.canonical(input).utf8)
        case .decimal: Array(try Decimal.canonical(input).utf8)
        case .certificate: try Certificate.canonical(try Input.text(input))
        case .certificateChain: try Certificate.canonicalChain(try Input.text(input))
        case .privateKey: try PrivateKey.canonical(try Input.text(input))
        case .sshPrivateKey: try SSHKey.privateKey(try Input.text(input))
        case .wordList: try WordArray.canonical(input)
        default: nil
        }
    }

    /// Types that are text from end to end.
    private static func text(_ input: JSON, _ type: FieldType, _ now: Timestamp) throws(BadValue) -> String {
        let text = try Input.text(input)
        return switch type {
        case .name: try PersonName.canonical(text)
        case .username: try UserName.canonical(text)
        case .organisationName: try OrganisationName.canonical(text)
        case .subjectKind: try Choice.canonical(text, of: Choice.subjectKinds, rule: "subject_kind.word")
        case .birthDate: try Dates.birth(text, at: now)
        case .idNumber:
            try RegisteredNumber.canonical(
                text, length: "id_number.length", characters: "id_number.characters")
        case .taxNumber:
            try RegisteredNumber.canonical(
                text, length: "tax_number.length", characters: "tax_number.characters")
        case .jurisdiction: try Jurisdiction.canonical(text)
        case .country: try Country.canonical(text)

        case .email: try EmailAddress.canonical(text)
        case .phone: try PhoneNumber.canonical(text)

        case .pan: try CardNumber.canonical(text)
        case .cardExpiry: try CardExpiry.canonical(text, at: now)
        case .cardToken: try CardToken.canonical(text)
        case .cvv: try CardCode.canonical(text)
        case .iban: try AccountNumber.canonical(text)
        case .currency: try Currency.canonical(text)
        case .paymentStatus: try Choice.canonical(text, of: Choice.payments, rule: "payment_status.word")
        case .invoiceNumber: try InvoiceNumber.canonical(text)

        case .serial: try CertificateText.serial(text)
        case .distinguishedName: try CertificateText.distinguishedName(text)
        case .fingerprint: try CertificateText.fingerprint(text)

        case .hostAddress: try HostAddress.canonical(text)
        case .hostname: try HostName.canonical(text, labels: 1, rule: "hostname.form")
        case .ipAddress: try InternetAddress.canonical(text)
        case .ownership: try Choice.canonical(text, of: Choice.owners, rule: "ownership.word")

        case .sshPublicKey: try SSHKey.publicKey(text)
        case .secret, .password, .token: try Secret.canonical(text)

        case .text: try PlainText.line(text)
        case .freeText: try PlainText.lines(text)
        case .word: try Word.canonical(text)
        case .date: try Dates.day(text)
        case .timestamp: try Dates.moment(text)
        case .webPath: try WebPath.canonical(text)
        case .serviceState: try Choice.canonical(text, of: Choice.services, rule: "service_state.word")

        case .address, .amount, .certificate, .certificateChain, .privateKey, .alternativeNames, .sourceList,
            .protocolList, .sshPrivateKey, .wordList, .flag, .count, .decimal, .document:
            throw BadValue("value.type")
        }
    }
}
