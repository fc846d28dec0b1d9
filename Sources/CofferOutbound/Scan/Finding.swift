public import CofferModel

/// What was found in one part of a message: never the value, its place or its length.
public struct Finding: Hashable, Sendable {
    /// What stands where it must not.
    public enum Cause: Hashable, Sendable {
        /// The value of a field of the addressed subject.
        case field(FieldNumber)
        /// Something of a kind that no message carries, whoever's it is.
        case detector(Detector)
    }

    /// What was found.
    public let cause: Cause
    /// The place of the part among the message's parts.
    public let part: Int
    /// What the part is.
    public let kind: OutboundPart.Kind
}

/// The kinds of things that name somebody, or open something, whoever's they are.
public enum Detector: String, Hashable, Sendable, CaseIterable, Comparable {
    /// The number of a payment card, with a true check digit.
    case card
    /// An international bank account number, with a true check.
    case account
    /// An e-mail address.
    case email
    /// A telephone number in international form.
    case phone
    /// An address of the Internet Protocol, version 4.
    case ipv4
    /// An address of the Internet Protocol, version 6.
    case ipv6
    /// The hardware address of a network interface.
    case mac
    /// A certificate or key between its PEM lines.
    case pem
    /// A signed token (RFC 7519).
    case jwt
    /// The key of a well-known service.
    case apiKey = "api_key"

    /// In the order of their declaration.
    public static func < (one: Detector, other: Detector) -> Bool { one.rank < other.rank }

    private var rank: Int { Detector.allCases.firstIndex(of: self) ?? 0 }
}
