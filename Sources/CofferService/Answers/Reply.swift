import Coffer
import CofferModel
import HTTPTypes
import NIOCore

/// A whole answer.
struct Reply: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: [UInt8]
    /// What went wrong, for logs and counts.
    var code: Code?
    /// Fields that were denied inside an answer, by code, for counts.
    var denied: [Code: Int] = [:]

    /// An answer in JSON.
    ///
    /// - Parameters:
    ///   - json: the answer.
    ///   - status: 200 unless said.
    init(_ json: JSON, status: Int = 200) {
        self.init(Array(json.canonical), "application/json", status: status)
    }

    /// An answer in another type.
    init(_ body: [UInt8], _ type: String, status: Int = 200) {
        self.status = status
        self.body = body
        headers = [.contentType: type]
    }

    /// An answer without a body.
    static let noContent = Reply()

    private init() {
        status = 204
        body = []
        headers = [:]
    }

    var buffer: ByteBuffer { ByteBuffer(bytes: body) }

    /// The answer's header: nothing may be kept, and nothing tells what serves it.
    var head: HTTPResponse {
        var fields = headers
        fields[.cacheControl] = "no-store"
        if status != 204 { fields[.contentLength] = String(body.count) }
        return HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: fields)
    }
}

extension HTTPField.Name {
    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("a header's name is a token") }
        return name
    }

    static let cofferRequest = known("Coffer-Request-Id")
    static let cofferRole = known("Coffer-Role")
    static let cofferPurpose = known("Coffer-Purpose")
    static let cofferCase = known("Coffer-Case")
    static let cofferReason = known("Coffer-Reason")
    static let idempotencyKey = known("Idempotency-Key")

    private static let coffer: Set<HTTPField.Name> = [
        cofferRequest, cofferRole, cofferPurpose, cofferCase, cofferReason,
    ]

    /// Whether it begins like the names of this service and is none of them: what it was to say would go unheard.
    var isMistyped: Bool { canonicalName.hasPrefix("coffer-") && !Self.coffer.contains(self) }
}
