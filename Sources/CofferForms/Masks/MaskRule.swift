package import CofferModel

extension MaskRule {
    /// A value as it is shown when the decision is `masked`.
    ///
    /// What a rule cannot cut, because the type has no such part, becomes `********`: a mask never falls back
    /// to the value.
    ///
    /// - Parameters:
    ///   - canonical: the value's canonical bytes.
    ///   - type: the field's type.
    /// - Returns: text that is the same for values of any length.
    package func apply(to canonical: [UInt8], as type: FieldType) -> String {
        guard !isConstant else { return constant }
        return cut(canonical, type) ?? MaskRule.stars.constant
    }

    /// A masked value cut further, without the value: the first six and last four to the last four.
    ///
    /// - Parameters:
    ///   - masked: what ``apply(to:as:)`` of this rule answered.
    ///   - coarser: the rule to cut to.
    /// - Returns: what the coarser rule shows, or nil when it shows something that this one hides.
    package func cut(_ masked: String, to coarser: MaskRule) -> String? {
        switch (self, coarser) {
        case _ where self == coarser: masked
        case (_, .stars), (_, .redacted): coarser.constant
        case _ where masked == MaskRule.stars.constant: masked
        case (.panFirst6Last4, .panLast4): MaskedText.pan(last4: masked.suffix(4))
        case (.panFirst6Last4, .last2), (.panLast4, .last2), (.phoneLast2, .last2),
            (.ibanCountryLast4, .last2):
            "***" + masked.suffix(2)
        case (.ibanCountryLast4, .countryOnly): String(masked.prefix(2))
        default: nil
        }
    }

    private var constant: String {
        switch self {
        case .redacted: "[redacted]"
        case .cardExpiry: "**/**"
        case .date: "****-**-**"
        default: "********"
        }
    }

    private func cut(_ canonical: [UInt8], _ type: FieldType) -> String? {
        let text = String(decoding: canonical, as: UTF8.self)
        return switch self {
        case .firstGrapheme: MaskedText.firstGraphemes(text, type)
        case .email: type == .email ? MaskedText.email(text) : nil
        case .phoneLast2: type == .phone ? MaskedText.phone(text) : nil
        case .countryOnly: MaskedText.country(canonical, type)
        case .panLast4: type == .pan ? MaskedText.pan(last4: text.suffix(4)) : nil
        case .panFirst6Last4: type == .pan ? MaskedText.panFirst6Last4(text) : nil
        case .ibanCountryLast4: type == .iban ? "\(text.prefix(2))** … \(text.suffix(4))" : nil
        case .last2: MaskedText.last2(text, type)
        case .first4: MaskedText.first4(canonical, type)
        case .fingerprint8: MaskedText.fingerprint(canonical, type)
        case .network: MaskedText.network(text, type)
        case .hostDomain: MaskedText.hostDomain(text, type)
        case .stars, .redacted, .cardExpiry, .date: constant
        }
    }
}
