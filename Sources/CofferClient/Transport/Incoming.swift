import CofferModel
import NIOCore
import NIOHTTP1

/// An answer while it comes.
struct Incoming {
    let head: HTTPResponseHead
    private let connection: Connection

    /// Waits for the head of an answer.
    ///
    /// - Throws: why there is none; an answer whose end could not be told from a broken connection is `malformed`.
    init(_ connection: Connection) async throws(Broken) {
        guard case .head(let head) = try await connection.next() else { throw .malformed }
        let isChunked = head.headers[canonicalForm: "transfer-encoding"].last == "chunked"
        let isBodiless = head.status == .noContent || head.status == .notModified
        guard isChunked || isBodiless || head.headers.first(name: "content-length") != nil else {
            throw .malformed
        }
        self.head = head
        self.connection = connection
    }

    /// Waits for the head of the answer to a stream; a refusal is read and thrown.
    init(opening connection: Connection) async throws(Stopped) {
        let problem: VaultError?
        do {
            self = try await Incoming(connection)
            problem = head.status == .ok ? nil : try Problem.error(of: try await Reply(self))
        } catch { throw .broken(error) }
        if let problem { throw .error(problem) }
    }

    /// The next bytes of the body; nil after the last.
    func next() async throws(Broken) -> ByteBuffer? {
        switch try await connection.next() {
        case .body(let bytes): return bytes
        case .end: return nil
        case .head: throw .malformed
        }
    }

    /// The whole body.
    func whole() async throws(Broken) -> [UInt8] {
        var bytes: [UInt8] = []
        while let part = try await next() {
            guard bytes.count + part.readableBytes <= Limits.answerBytes else { throw .tooLarge }
            bytes += part.readableBytesView
        }
        return bytes
    }

    /// Whether the body is of a media type, whatever its parameters.
    func isOf(_ type: String) -> Bool {
        let given = head.headers.first(name: "content-type")?.split(separator: ";").first ?? ""
        return given.lowercased() == type
    }
}
