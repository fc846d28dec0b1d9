import CofferForms
import CofferModel

/// What each type of value is looked for as.
enum Needles {
    /// The needles of one value; none of a type whose values name nobody.
    static func of(_ value: ScannedValue) -> Set<Needle> {
        let text = String(decoding: value.bytes, as: UTF8.self)
        let needles: [Needle] =
            switch value.type {
            case .subjectKind, .country, .jurisdiction, .currency, .paymentStatus, .ownership, .serviceState,
                .protocolList,
                .flag, .count, .word:
                []
            case .name: NameNeedles.of(text)
            case .username: OrdinaryWords.areAccounts.contains(Composed.folded(text)) ? [] : Needle.text(text)
            case .organisationName, .text, .freeText, .invoiceNumber, .secret, .password, .token:
                Needle.text(text)
            case .email: ReachNeedles.email(text)
            case .phone: ReachNeedles.phone(text)
            case .address: ReachNeedles.address(Shown.json(value.bytes, as: .address))
            case .pan, .idNumber, .taxNumber: NumberNeedles.registered(text)
            case .iban: NumberNeedles.registered(text) + NumberNeedles.registered(String(text.dropFirst(4)))
            case .cvv: [.literal(text)]
            case .cardExpiry: NumberNeedles.expiry(text)
            case .amount, .decimal: NumberNeedles.amount(text)
            case .birthDate, .date: DateNeedles.day(text)
            case .timestamp: DateNeedles.day(String(text.prefix(10))) + [.literal(text)]
            case .hostAddress, .hostname, .ipAddress: HostNeedles.of(text)
            case .sourceList, .alternativeNames:
                (Shown.json(value.bytes, as: value.type).array ?? []).compactMap(\.string).flatMap {
                    HostNeedles.listed($0)
                }
            case .certificate, .certificateChain, .privateKey:
                CertificateNeedles.of(Shown.json(value.bytes, as: value.type).string ?? "")
            case .serial, .fingerprint: Needle.text(text)
            case .distinguishedName: Needle.text(text) + CertificateNeedles.commonNames(text)
            case .document: leaves(of: Shown.json(value.bytes, as: .document)).flatMap { Needle.text($0) }
            case .webPath: [.literal(text)]
            }
        return Set(needles)
    }

    /// The texts in a document that are long enough to name somebody.
    private static func leaves(of value: JSON) -> [String] {
        switch value {
        case .string(let text): Words.weight(Words.of(text)) < 8 ? [] : [text]
        case .array(let elements): elements.flatMap { leaves(of: $0) }
        case .object(let members): members.values.flatMap { leaves(of: $0) }
        default: []
        }
    }
}
