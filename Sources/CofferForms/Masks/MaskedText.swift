import CofferModel

/// The parts of a value that each mask leaves; nil where a type has no such part.
enum MaskedText {
    /// The first grapheme and `***`; of a person's name, for each of its first three words.
    static func firstGraphemes(_ text: String, _ type: FieldType) -> String? {
        let parts: ArraySlice<Substring>
        switch type {
        case .name: parts = text.split(separator: " ", maxSplits: 3).prefix(3)
        case .username, .organisationName, .text: parts = [Substring(text)]
        default: return nil
        }
        let firsts = parts.compactMap(\.first).map { $0.utf8.count <= 64 ? "\($0)***" : "***" }
        return firsts.isEmpty ? nil : firsts.joined(separator: " ")
    }

    /// `i***@***.tld`.
    static func email(_ address: String) -> String? {
        let (local, domain) = EmailAddress.parts(address)
        guard let first = local.first, let top = domain.split(separator: ".").last else { return nil }
        return "\(first)***@***.\(top)"
    }

    /// `+CC *** ** NN`.
    static func phone(_ digits: String) -> String? {
        CallingCodes.code(of: digits).map { "+\($0) *** ** \(digits.suffix(2))" }
    }

    /// The country of an address, an account or a jurisdiction.
    static func country(_ canonical: [UInt8], _ type: FieldType) -> String? {
        switch type {
        case .address: Shown.json(canonical, as: .address)["country"]?.string
        case .country, .jurisdiction, .iban: String(decoding: canonical.prefix(2), as: UTF8.self)
        default: nil
        }
    }

    /// `**** **** **** 1111`.
    static func pan(last4: some StringProtocol) -> String { "**** **** **** \(last4)" }

    /// `411111******1111`; of fewer than 15 digits the last four only (P-05).
    static func panFirst6Last4(_ digits: String) -> String {
        digits.utf8.count < 15
            ? pan(last4: digits.suffix(4)) : "\(digits.prefix(6))******\(digits.suffix(4))"
    }

    /// `***` and the last two characters of a number; of text that is no number, or has under five, nothing.
    static func last2(_ text: String, _ type: FieldType) -> String? {
        switch type {
        case .idNumber, .taxNumber, .pan, .iban, .phone, .invoiceNumber, .serial, .fingerprint:
            text.count < 5 ? nil : "***\(text.suffix(2))"
        default: nil
        }
    }

    /// The first four characters and `…`, of texts that have at least twice as many.
    static func first4(_ canonical: [UInt8], _ type: FieldType) -> String? {
        let text: String
        switch type {
        case .alternativeNames:
            text = Shown.json(canonical, as: type).array?.first?.string ?? ""
        case .serial, .distinguishedName, .fingerprint, .invoiceNumber, .text:
            text = String(decoding: canonical, as: UTF8.self)
        default: return nil
        }
        return text.count < 8 ? "…" : "\(text.prefix(4))…"
    }

    /// The first eight hexadecimal digits of a certificate's SHA-256 and `…`; of a chain, its first
    /// certificate's.
    static func fingerprint(_ canonical: [UInt8], _ type: FieldType) -> String? {
        switch type {
        case .fingerprint: "\(String(decoding: canonical.prefix(8), as: UTF8.self))…"
        case .certificate: "\(Hex.encode(Certificate.fingerprint(ofDER: canonical).prefix(4)))…"
        case .certificateChain:
            DER.elements(of: canonical).first.map {
                "\(Hex.encode(Certificate.fingerprint(ofDER: $0).prefix(4)))…"
            }
        default: nil
        }
    }

    /// `10.1.2.0/24`, `2001:db8:1::/48`; of a host that has a name, its domain.
    static func network(_ text: String, _ type: FieldType) -> String? {
        guard type == .ipAddress || type == .hostAddress else { return nil }
        guard let address = IPAddress(text) else { return hostDomain(text, type) }
        let length = address.isVersion4 ? 24 : 48
        return "\(address.network(length))/\(length)"
    }

    /// `***.net.example`; of a host known by address, its network.
    static func hostDomain(_ text: String, _ type: FieldType) -> String? {
        guard type == .hostname || type == .hostAddress else { return nil }
        if type == .hostAddress, IPAddress(text) != nil { return network(text, type) }
        let labels = text.split(separator: ".")
        return labels.count < 2 ? nil : (["***"] + labels.dropFirst()).joined(separator: ".")
    }
}
