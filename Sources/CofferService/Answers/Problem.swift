import Coffer
import CofferModel
import HTTPTypes

extension Reply {
    /// A problem document (RFC 9457): stable code, constant words, and never an input.
    ///
    /// - Parameters:
    ///   - error: what went wrong.
    ///   - request: the request's id.
    init(_ error: VaultError, request: RequestID) {
        let status = error.httpStatus
        var members: [String: JSON] = [
            "type": "about:blank", "title": .string(error.code.title), "status": .integer(Int64(status)),
            "code": .string(error.code.rawValue), "request": .string(Hex.encode(request.bytes)),
        ]
        members["field"] = error.field.map { .string($0.description) }
        members["rule"] = error.rule.map { .string($0.description) }
        members["reason"] = error.reason.map { .string($0) }
        self.init(JSON.object(members).canonical, "application/problem+json", status: status)
        code = error.code
        headers[.cofferRequest] = Hex.encode(request.bytes)
    }
}

extension VaultError {
    /// The status of its answer: the code's, but for rules of HTTP itself, which has words of its own for them.
    var httpStatus: Int {
        switch (code, rule?.description) {
        case (.usage, "http.method"): 405
        case (.usage, "http.head_time"), (.usage, "http.body_time"): 408
        case (.usage, "http.media_type"): 415
        case (.usage, "header.if_match"): 428
        case (.tooLarge, "http.head_size"): 431
        default: code.httpStatus
        }
    }
}

extension Code {
    /// What a code means, in the constant words of a problem's title.
    var title: String {
        switch self {
        case .usage: "The request is not one this service reads"
        case .badValue, .templateInvalid, .charterInvalid: "A value was refused"
        case .tooLarge: "The request is too large"
        case .notFound: "There is no such thing, or not for you"
        case .conflict: "Something else was written meanwhile"
        case .erased: "It was erased"
        case .throttled: "Too much within the hour"
        case .integrity: "Stored data are not what the ledger says"
        case .locked: "The vault is locked"
        case .halted: "The vault stopped itself"
        case .unavailable: "The service cannot do this now"
        case .unknown: "Whether it was done is not known; ask again with the same key"
        case .actorUnknown: "Nobody entered asks"
        default: "Denied"
        }
    }
}
