package import CofferModel

extension Charter {
    /// The fields whose values must not stand in a rendered notice: all that could name the subject or his devices.
    ///
    /// The same for every kind. What a notice shows by right is one value of one record, and for whoever fills the
    /// slots to leave out; another record's value of the same field is looked for like any other.
    package var scanned: [FieldPath] {
        fields.values.filter { $0.type.isTelling && !$0.retention.neverKept && $0.scope != .day }
            .map(\.path).sorted()
    }
}

extension FieldType {
    /// Whether a value says who or what it is of; words shared by many would only raise false alarms.
    fileprivate var isTelling: Bool {
        switch self {
        case .subjectKind, .jurisdiction, .country, .amount, .currency, .paymentStatus, .ownership,
            .protocolList,
            .word, .wordList, .flag, .count, .decimal, .date, .timestamp, .serviceState, .cardExpiry, .cvv,
            .document:
            false
        default: true
        }
    }
}
