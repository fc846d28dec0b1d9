import CofferModel
import NIOCore
import NIOHTTP1

/// One request of a route.
struct Call: Sendable {
    /// What is sent after the head.
    enum Body: Sendable {
        case none
        case json(JSON)
        case secret(SecretBytes)
        /// Lines that follow one by one.
        case lines
    }

    let method: HTTPMethod
    let path: String
    var headers: HTTPHeaders = [:]
    let body: Body
    /// Whether the vault may be another afterwards: when such a request breaks, nobody knows whether it is.
    var isChanging = false
    /// The revision of the record that somebody has seen.
    var revision: UInt64?

    private init(_ method: HTTPMethod, _ path: String, _ body: Body = .none) {
        self.method = method
        self.path = path
        self.body = body
    }

    static func get(_ path: String) -> Call { Call(.GET, path) }
    static func post(_ path: String, _ body: Body = .none) -> Call { Call(.POST, path, body) }
    static func patch(_ path: String, _ body: Body) -> Call { Call(.PATCH, path, body) }
    static func delete(_ path: String) -> Call { Call(.DELETE, path) }

    /// The same request, marked as one that changes the vault.
    var changing: Call {
        var call = self
        call.isChanging = true
        return call
    }

    var isStream: Bool { if case .lines = body { true } else { false } }
}

/// A request as it goes onto a connection.
struct Outgoing: Sendable {
    let head: HTTPRequestHead
    /// The whole body; nil for a stream, whose lines follow.
    let body: ByteBuffer?
    /// Whether the body is wiped once it is sent.
    let isSecret: Bool

    /// Overwrites a body that is secret; it cannot be sent again.
    func wipe() {
        if isSecret, let body { SecretBytes.wipe(body) }
    }
}

extension Call {
    var outgoing: Outgoing {
        var headers = headers
        headers.add(name: "Host", value: "coffer")
        if let revision { headers.add(name: "If-Match", value: "\"\(revision)\"") }
        let body = bytes
        if let mediaType { headers.add(name: "Content-Type", value: mediaType) }
        if isStream { headers.add(name: "Transfer-Encoding", value: "chunked") }
        if let body, method != .GET {
            headers.add(name: "Content-Length", value: String(body.readableBytes))
        }
        let head = HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: headers)
        if case .secret = self.body { return Outgoing(head: head, body: body, isSecret: true) }
        return Outgoing(head: head, body: body, isSecret: false)
    }

    private var mediaType: String? {
        switch body {
        case .none: nil
        case .json: "application/json"
        case .secret: "application/octet-stream"
        case .lines: "application/x-ndjson"
        }
    }

    private var bytes: ByteBuffer? {
        switch body {
        case .none: ByteBuffer()
        case .json(let json): ByteBuffer(bytes: json.canonical)
        case .secret(let secret): secret.buffer()
        case .lines: nil
        }
    }
}
