import CofferModel

extension Checks {
    /// No number is given twice, neither of a class, nor of a field, nor of a retention code.
    func numbers() {
        unique(drafts.map { (Int($0.number), "class \($0.name)", $0.place) })
        unique(fields.map { (Int($0.number), "field \($0.path)", $0.place) })
        let codes = charter.retention.values.sorted { $0.name < $1.name }
        unique(codes.map { (Int($0.number), "retention code \($0.name)", $0.place) }, .scopeShared)
    }

    private func unique(_ numbered: [(Int, String, Place)], _ rule: CharterRule = .numberTwice) {
        var owners: [Int: String] = [:]
        for (number, what, place) in numbered where number > 0 {
            if let owner = owners[number] {
                refuse(rule, place, "\(what) has the number of \(owner)")
            } else {
                owners[number] = what
            }
        }
    }

    /// A field that can be masked says how, in a way that fits its type.
    func masks() {
        for field in fields {
            if field.forms.contains(.masked), field.mask == nil {
                refuse(.maskMissing, field.place, "\(field.path) can be masked and has no mask")
            }
            if let mask = field.mask, !mask.fits(field.type) {
                refuse(.maskUnfit, field.place, "\(field.path) has a mask that does not fit its type")
            }
            if field.type == .ipAddress || field.type == .hostAddress, let mask = field.mask,
                mask != .network,
                !mask.isConstant
            {
                refuse(.ipMaskTooFine, field.place, "\(field.path) is shown no finer than /24 and /48")
            }
        }
    }

    /// Only fields that many values can have are searched by, and only moments have days.
    func indexes() {
        for field in fields {
            switch field.index?.grain {
            case .exact where !field.type.canBeIndexed:
                refuse(
                    .lowEntropyIndex, field.place,
                    "\(field.path) has too few values, or too long ones, for an index")
            case .day where field.type != .timestamp:
                refuse(.lowEntropyIndex, field.place, "\(field.path) is no moment, and has no day")
            default: continue
            }
        }
    }

    /// A derived field is read out of others of its own class that nobody derives; whether several agree is told by its
    /// index.
    func derivations() {
        let known = Dictionary(fields.map { ($0.path, $0) }, uniquingKeysWith: { one, _ in one })
        for field in fields {
            let areGood = field.sources.allSatisfy { source in
                known[source].map { $0.sources.isEmpty && $0.path.className == field.path.className } ?? false
            }
            if !areGood {
                refuse(.derived, field.place, "\(field.path) is read out of no field of its class")
            }
            if field.sources.count > 1, field.index?.grain != .exact {
                refuse(
                    .derived, field.place,
                    "\(field.path) is read out of several fields and has no exact index")
            }
        }
    }
}

extension FieldType {
    /// Whether values are many and short enough for an exact index of 16 bytes to hide them.
    var canBeIndexed: Bool {
        switch self {
        case .email, .phone, .pan, .iban, .username, .idNumber, .taxNumber, .invoiceNumber, .fingerprint,
            .token, .cardToken, .serial, .hostname, .sshPublicKey:
            true
        default: false
        }
    }

    /// Whether the value is of a payment card or account.
    var isOfCard: Bool {
        switch self {
        case .pan, .cardExpiry, .cvv: true
        default: false
        }
    }
}

extension MaskRule {
    /// Whether the mask can cut values of a type.
    func fits(_ type: FieldType) -> Bool {
        switch self {
        case .stars, .redacted: true
        case .cardExpiry: type == .cardExpiry
        case .date: [.birthDate, .date, .timestamp].contains(type)
        case .firstGrapheme: [.name, .username, .organisationName, .text].contains(type)
        case .email: type == .email
        case .phoneLast2: type == .phone
        case .countryOnly: type == .address
        case .panLast4, .panFirst6Last4: type == .pan
        case .ibanCountryLast4: type == .iban
        case .last2: [.idNumber, .taxNumber, .pan, .phone].contains(type)
        case .first4: [.serial, .distinguishedName, .alternativeNames, .text].contains(type)
        case .fingerprint8: [.certificate, .certificateChain, .fingerprint].contains(type)
        case .network: [.hostAddress, .ipAddress].contains(type)
        case .hostDomain: [.hostname, .hostAddress].contains(type)
        }
    }

    /// Whether this cut can be cut further into another: only then do both together tell no more than this one.
    func contains(_ other: MaskRule) -> Bool {
        if self == other || other.isConstant { return true }
        switch self {
        case .panFirst6Last4: return [.panLast4, .last2].contains(other)
        case .panLast4: return other == .last2
        default: return false
        }
    }
}
