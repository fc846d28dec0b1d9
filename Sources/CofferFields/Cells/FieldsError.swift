package import CofferModel

/// Why sealing or opening failed as a whole; a single cell's failure is that cell's answer instead.
package enum FieldsError: Error, Hashable, Sendable {
    /// This process does not hold a key that every decision needs.
    case missingKey
    /// Stored bytes are not what was written there.
    case integrity
    /// The grant was made under another charter, or for another vault.
    case foreignGrant
    /// The values of one request do not fit its buffer.
    case tooLarge
    /// Locked memory is exhausted for now.
    case exhausted

    /// The stable code for both doors.
    package var code: Code {
        switch self {
        case .missingKey: .locked
        case .integrity, .foreignGrant: .integrity
        case .tooLarge: .tooLarge
        case .exhausted: .throttled
        }
    }
}
