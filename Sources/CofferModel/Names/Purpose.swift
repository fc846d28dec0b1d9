/// For what a value is used: the closed list a charter picks from.
public enum Purpose: String, Hashable, Sendable, CaseIterable, Comparable {
    case service, support, account, billing, fraud, newsletter, event, recruit, analytics, quality, premises,
        audit
    case deviceOps = "device_ops"
    case serviceNotice = "service_notice"
    case marketingOwn = "marketing_own"
    case marketingGroup = "marketing_group"
    case marketingPartner = "marketing_partner"
    case legalClaim = "legal_claim"
    case legalDuty = "legal_duty"
    case subjectRights = "subject_rights"
    case keyAdmin = "key_admin"

    /// Alphabetical.
    public static func < (one: Purpose, other: Purpose) -> Bool { one.rawValue < other.rawValue }

    /// Whether the purpose is to advertise.
    public var isMarketing: Bool {
        switch self {
        case .marketingOwn, .marketingGroup, .marketingPartner, .newsletter: true
        default: false
        }
    }
}
