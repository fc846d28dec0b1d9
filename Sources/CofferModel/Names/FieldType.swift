/// What a field's value is: fixes its input, canonical bytes, normalised form and shape when shown.
///
/// The rules of each are in CofferForms and `docs/reference/types.md`.
public enum FieldType: String, Hashable, Sendable, CaseIterable {
    // People and organisations.
    case name, username
    case organisationName = "organisation_name"
    case subjectKind = "subject_kind"
    case birthDate = "birth_date"
    case idNumber = "id_number"
    case taxNumber = "tax_number"
    case jurisdiction, country
    // Reaching them.
    case email, phone, address
    // Money.
    case pan
    case cardExpiry = "card_expiry"
    case cardToken = "card_token"
    case cvv, iban, amount, currency
    case paymentStatus = "payment_status"
    case invoiceNumber = "invoice_number"
    // Certificates.
    case certificate
    case certificateChain = "certificate_chain"
    case privateKey = "private_key"
    case serial
    case distinguishedName = "distinguished_name"
    case alternativeNames = "alternative_names"
    case fingerprint
    // Devices and the network.
    case hostAddress = "host_address"
    case hostname
    case ipAddress = "ip_address"
    case ownership
    case sourceList = "source_list"
    case protocolList = "protocol_list"
    // Secrets.
    case secret, password, token
    case sshPublicKey = "ssh_public_key"
    case sshPrivateKey = "ssh_private_key"
    // Plain things.
    case text
    case freeText = "free_text"
    case word
    case wordList = "word_list"
    case flag, count, decimal, date, timestamp, document
    case webPath = "web_path"
    case serviceState = "service_state"

    /// Whether somebody can be written to at a value of the type.
    public var isAddress: Bool { self == .email || self == .phone }
}

/// How a masked value is cut.
///
/// The length of what comes out never tells the length of what went in.
public enum MaskRule: String, Hashable, Sendable, CaseIterable {
    /// `********`, whatever the value.
    case stars
    /// `[redacted]`.
    case redacted
    /// `**/**`.
    case cardExpiry = "card_expiry"
    /// `****-**-**`.
    case date
    /// First grapheme of each part and `***`.
    case firstGrapheme = "first_grapheme"
    /// `i***@***.tld`.
    case email
    /// `+CC *** ** NN`.
    case phoneLast2 = "phone_last2"
    /// The country alone.
    case countryOnly = "country_only"
    /// `**** **** **** 1111`.
    case panLast4 = "pan_last4"
    /// `411111******1111`; below 15 digits the last 4 only.
    case panFirst6Last4 = "pan_first6_last4"
    /// `BG** … 1234`.
    case ibanCountryLast4 = "iban_country_last4"
    /// `***` and the last 2.
    case last2
    /// The first 4 and `…`.
    case first4
    /// The first 8 hexadecimal digits and `…`.
    case fingerprint8
    /// The network: /24 of IPv4, /48 of IPv6.
    case network
    /// A host name without its first label.
    case hostDomain = "host_domain"

    /// Whether the mask is the same for every value, so that no key is needed to show it.
    public var isConstant: Bool {
        switch self {
        case .stars, .redacted, .cardExpiry, .date: true
        default: false
        }
    }
}
