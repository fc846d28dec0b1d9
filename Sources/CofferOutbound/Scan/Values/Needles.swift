import CofferForms
import CofferModel

/// What each type of value is looked for as.
enum Needles {
    /// Adds the patterns of one value; none of a type whose values name nobody.
    static func add(_ value: ScannedValue, to builder: inout PatternBuilder) {
        let text = String(decoding: value.bytes, as: UTF8.self)
        switch value.type {
        case .subjectKind, .country, .jurisdiction, .currency, .paymentStatus, .ownership, .serviceState,
            .protocolList, .flag, .count, .word, .wordList:
            break
        case .name: NameNeedles.add(text, to: &builder)
        case .username, .text:
            if !OrdinaryWords.areAccounts.contains(Composed.folded(text)) { builder.text(text) }
        case .organisationName, .freeText, .invoiceNumber, .secret, .password, .token, .cardToken:
            builder.text(text)
        case .email: ReachNeedles.add(email: text, to: &builder)
        case .phone: ReachNeedles.add(phone: text, to: &builder)
        case .address: ReachNeedles.add(address: Shown.json(value.bytes, as: .address), to: &builder)
        case .pan, .idNumber, .taxNumber: NumberNeedles.add(registered: text, to: &builder)
        case .iban:
            NumberNeedles.add(registered: text, to: &builder)
            NumberNeedles.add(registered: String(text.dropFirst(4)), to: &builder)
        case .cvv, .webPath: builder.text(text, as: .literal)
        case .cardExpiry: NumberNeedles.add(expiry: text, to: &builder)
        case .amount, .decimal: NumberNeedles.add(amount: text, to: &builder)
        case .birthDate, .date: DateNeedles.add(text, to: &builder)
        case .timestamp: DateNeedles.add(String(text.prefix(10)), to: &builder)
        case .hostAddress, .hostname, .ipAddress: HostNeedles.add(text, to: &builder)
        case .sourceList, .alternativeNames:
            for element in (Shown.json(value.bytes, as: value.type).array ?? []).compactMap(\.string) {
                HostNeedles.add(listed: element, to: &builder)
            }
        case .certificate, .certificateChain, .privateKey, .sshPrivateKey:
            CertificateNeedles.add(pem: Shown.json(value.bytes, as: value.type).string ?? "", to: &builder)
            if value.type == .privateKey { CertificateNeedles.add(key: value.bytes, to: &builder) }
        case .sshPublicKey:
            CertificateNeedles.add(pem: String(text.drop { $0 != " " }.dropFirst()), to: &builder)
        case .serial, .fingerprint: builder.text(text)
        case .distinguishedName: CertificateNeedles.add(name: text, to: &builder)
        case .document: addLeaves(of: Shown.json(value.bytes, as: .document), to: &builder)
        }
    }

    /// The texts in a document that are long enough to name somebody.
    private static func addLeaves(of value: JSON, to builder: inout PatternBuilder) {
        switch value {
        case .string(let text): if Spelled(text).weight >= 8 { builder.text(text) }
        case .array(let elements): for element in elements { addLeaves(of: element, to: &builder) }
        case .object(let members): for member in members.values { addLeaves(of: member, to: &builder) }
        default: break
        }
    }
}
