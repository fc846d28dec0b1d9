import CofferModel

extension Code {
    /// The status of an answer over HTTP.
    var httpStatus: Int {
        switch self {
        case .usage, .badValue, .charterInvalid, .templateInvalid: 400
        case .notFound: 404
        case .conflict: 409
        case .erased: 410
        case .tooLarge: 413
        case .throttled: 429
        case .integrity, .unknown: 500
        case .locked, .halted, .unavailable: 503
        default: 403
        }
    }
}
