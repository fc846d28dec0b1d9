/// Why a certificate ended before its time: a closed list (RFC 5280 §5.3.1), without what can be taken back.
public enum RevocationReason: String, Hashable, Sendable, CaseIterable {
    case unspecified, superseded
    case keyCompromise = "key_compromise"
    case authorityCompromise = "ca_compromise"
    case affiliationChanged = "affiliation_changed"
    case cessationOfOperation = "cessation_of_operation"
    case privilegeWithdrawn = "privilege_withdrawn"
}
