package import CofferModel

extension Charter {
    /// The fields whose values must not stand in a rendered notice of a kind: all that could name the subject or
    /// his devices, but those its slots carry on purpose.
    package func scanned(for kind: String) -> [FieldPath] {
        let carried = notices[kind]?.slots.values.filter { $0.form != .label && $0.form != .token } ?? []
        let meant = Set(carried.flatMap { [$0.path, $0.currency].compactMap { $0 } })
        return fields.values.filter { $0.type.isTelling && !$0.retention.neverKept && $0.scope != .day }
            .map(\.path).filter { !meant.contains($0) }.sorted()
    }
}

extension FieldType {
    /// Whether a value says who or what it is of; words shared by many would only raise false alarms.
    fileprivate var isTelling: Bool {
        switch self {
        case .subjectKind, .jurisdiction, .country, .amount, .currency, .paymentStatus, .ownership,
            .protocolList,
            .word, .flag, .count, .decimal, .date, .timestamp, .serviceState, .cardExpiry, .cvv, .document:
            false
        default: true
        }
    }
}
