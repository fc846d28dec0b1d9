/// Why an answer is not a value: stable strings, the same at every door, none with content.
public enum Code: String, Hashable, Sendable, CaseIterable, Comparable {
    // Denials, by the decision.
    case noPurpose = "no_purpose"
    case noBasis = "no_basis"
    case noAck = "no_ack"
    case noMFA = "no_mfa"
    case noCase = "no_case"
    case noReason = "no_reason"
    case approvalMissing = "approval_missing"
    case sourceAddress = "source_address"
    case insecureChannel = "insecure_channel"
    case fieldNotInClass = "field_not_in_class"
    case roleDenied = "role_denied"
    case stateDenied = "state_denied"
    case sourceDenied = "source_denied"
    case restricted
    case gateForbidden = "gate_forbidden"
    case optedOut = "opted_out"
    case holdActive = "hold_active"
    case destroyed
    case expired
    case throttled
    case actorUnknown = "actor_unknown"
    // Denials of a use by a connector.
    case connectorOnly = "connector_only"
    case targetDenied = "target_denied"
    case protocolDenied = "protocol_denied"
    case orderDenied = "order_denied"
    // Denials, by the outbound gate.
    case channelNotAgreed = "channel_not_agreed"
    case placeholderForbidden = "placeholder_forbidden"
    case leakDetected = "leak_detected"
    case templateInvalid = "template_invalid"
    case groundMissing = "ground_missing"
    case agreementExpired = "agreement_expired"
    // Refusals of what was given.
    case badValue = "bad_value"
    case charterInvalid = "charter_invalid"
    case tooLarge = "too_large"
    case usage
    // Answers about a thing.
    case notFound = "not_found"
    case conflict
    case erased
    // Failures.
    case integrity
    case locked
    case halted
    case unavailable
    case unknown

    /// The exit status of the command line (service.md §1).
    public var exitStatus: Int32 {
        switch self {
        case .usage, .badValue, .charterInvalid, .tooLarge, .templateInvalid: 2
        case .notFound: 3
        case .integrity: 4
        case .locked, .halted, .unavailable: 5
        case .unknown: 6
        default: 1
        }
    }

    /// The status at the HTTP door (docs/reference/codes.md).
    public var httpStatus: Int {
        switch self {
        case .usage, .badValue, .charterInvalid, .templateInvalid: 400
        case .tooLarge: 413
        case .notFound: 404
        case .conflict: 409
        case .erased, .destroyed, .expired: 410
        case .throttled: 429
        case .integrity, .unknown: 500
        case .locked, .halted, .unavailable: 503
        default: 403
        }
    }

    /// Alphabetical.
    public static func < (one: Code, other: Code) -> Bool { one.rawValue < other.rawValue }
}
