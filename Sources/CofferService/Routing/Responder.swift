import Coffer
import CofferModel
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Answers the requests of one connection: matched, admitted, read, done, written; in that order.
struct Responder: Sendable {
    let desk: Desk
    let connection: Connection

    private var uid: UInt32 { connection.peer.uid }

    /// Answers one request.
    @concurrent func respond(_ request: Request, _ writer: consuming ResponseWriter) async throws {
        let asked = Asked(request, desk.watch)
        guard desk.connections.enter(uid) else {
            let busy = VaultError(.unavailable, "too many requests are being worked on")
            return try await answer(Reply(busy, request: asked.id), asked, writer)
        }
        defer { desk.connections.leave(uid) }
        switch checked(asked) {
        case .reply(let refusal): try await answer(refusal, asked, writer)
        case .route(let route, let parameters):
            if request.headers[.expect] != nil {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            switch await done(route, parameters, asked) {
            case .reply(let reply): try await answer(reply, asked, writer)
            case .work(let work): try await tellWork(work, asked, writer)
            case .stream(let work): try await stream(work, asked, writer)
            }
        }
    }

    @concurrent func answer(
        _ reply: Reply, _ asked: Asked, _ writer: consuming ResponseWriter
    ) async throws {
        var reply = reply
        reply.headers[.cofferRequest] = Hex.encode(asked.id.bytes)
        if reply.code == .unavailable { reply.headers[.retryAfter] = String(desk.limits.retryAfter) }
        tell(asked, reply.status, reply.code)
        desk.watch.countDenied(reply.denied)
        if asked.request.method == .head { return try await writer.writeResponse(reply.head) }
        try await writer.write(response: reply.head, body: ResponseBody(byteBuffer: reply.buffer))
    }

    func tell(_ asked: Asked, _ status: Int, _ code: Code?) {
        let (method, pattern) = asked.names
        desk.watch.answered(
            Answered(
                route: pattern, method: method, status: status, code: code, uid: uid, request: asked.id,
                took: .now - asked.begun))
    }

    // MARK: What is checked before anything is read

    private enum Checked {
        case reply(Reply)
        case route(Route, [String])
    }

    private func checked(_ asked: Asked) -> Checked {
        do throws(VaultError) {
            guard asked.isNamed else { throw VaultError(.usage, rule: "header.request") }
            guard !asked.request.headers.contains(where: { $0.name.isMistyped }) else {
                throw VaultError(
                    .usage, rule: "header.name", "a header's name begins with Coffer- and is none there is")
            }
            switch asked.match {
            case .nothing: throw VaultError(.notFound)
            case .otherMethod(let methods):
                var reply = Reply(VaultError(.usage, rule: "http.method"), request: asked.id)
                reply.headers[.allow] = methods.joined(separator: ", ")
                return .reply(reply)
            case .route(let route, let parameters):
                // Asked anew at every request: who is no longer entered is refused at once.
                if desk.keeper.isEntered(uid) == false {
                    desk.countUnknown(connection.peer)
                    var reply = Reply(VaultError(.actorUnknown), request: asked.id)
                    reply.headers[.connection] = "close"
                    return .reply(reply)
                }
                // Without the vault its body would be put together in vain.
                if route.needsVault { try desk.keeper.check() }
                try checkBody(route, asked.request)
                return .route(route, parameters)
            }
        } catch { return .reply(Reply(error, request: asked.id)) }
    }

    private func checkBody(_ route: Route, _ request: Request) throws(VaultError) {
        let length = request.headers[.contentLength].flatMap { Int($0) }
        let hasBody = request.headers[.transferEncoding] != nil || (length ?? 0) > 0
        guard hasBody || route.body == .none || route.body == .maybeJSON else {
            throw VaultError(.usage, rule: "body.missing")
        }
        guard hasBody else { return }
        guard route.body != .none else { throw VaultError(.usage, rule: "body.unexpected") }
        guard Self.mediaType(request.headers[.contentType]) == route.body.mediaType else {
            throw VaultError(.usage, rule: "http.media_type")
        }
        guard route.body == .lines || (length ?? 0) <= desk.limits.requestBytes else {
            throw VaultError(.tooLarge, "the body is larger than 1 MiB")
        }
    }

    /// The type without its parameters; of these only UTF-8 is known.
    private static func mediaType(_ header: String?) -> String? {
        guard let parts = header?.lowercased().split(separator: ";", omittingEmptySubsequences: false),
            let type = parts.first
        else { return nil }
        let known = parts.dropFirst().allSatisfy {
            ["charset=utf-8", "charset=\"utf-8\""].contains($0.trimmed)
        }
        return known ? String(type.trimmed) : nil
    }

    // MARK: What is read and done

    private func call(
        _ route: Route, _ parameters: [String], _ asked: Asked
    ) async throws(VaultError) -> Call {
        let request = asked.request
        let target = request.head.path ?? ""
        let mark = target.firstIndex(of: "?")
        let query = try Query(mark.map { target[$0...].dropFirst() }, names: route.query)
        var body: JSON?
        var secret: TakenBuffer?
        switch route.body {
        case .json, .maybeJSON: body = try await json(request)
        case .secret: secret = try await bytes(request)
        case .none, .lines: break
        }
        return Call(
            peer: connection.peer, request: asked.id, parameters: parameters, query: query,
            headers: request.headers, body: body, secret: secret)
    }

    private func bytes(_ request: Request) async throws(VaultError) -> TakenBuffer? {
        let length = request.headers[.contentLength].flatMap { Int($0) }
        guard request.headers[.transferEncoding] != nil || (length ?? 0) > 0 else { return nil }
        return try await desk.buffers.collect(request.body, length: length, of: uid)
    }

    private func json(_ request: Request) async throws(VaultError) -> JSON? {
        guard let bytes = try await bytes(request) else { return nil }
        let read = unsafe bytes.withBytes { bytes in
            Result { () throws(JSONError) in unsafe try JSON(readingInPlace: bytes) }
        }
        do { return try read.get() } catch { throw VaultError(.badValue, rule: "body.json") }
    }

    private enum Done {
        case reply(Reply)
        case work(LongWork)
        case stream(any LineWork)
    }

    private func done(_ route: Route, _ parameters: [String], _ asked: Asked) async -> Done {
        do throws(VaultError) {
            let call = try await call(route, parameters, asked)
            switch route.act {
            case .service(let act): return .reply(try await act(desk, call))
            case .vault(let act):
                let reply = try await desk.keeper.borrow { (vault) throws(VaultError) in
                    try await act(vault, call)
                }
                return .reply(reply)
            case .work(let act):
                try await desk.keeper.borrow { (vault) throws(VaultError) in
                    _ = try call.session(in: vault)
                }
                return .work { [desk] (progress) async throws(VaultError) in
                    try await desk.keeper.borrow { (vault) throws(VaultError) in
                        try await act(vault, call, progress)
                    }
                }
            case .stream(let work):
                // Whose asker may not ask at all is refused before its first line.
                try await desk.keeper.borrow { (vault) throws(VaultError) in
                    _ = try call.session(in: vault)
                }
                return .stream(try work(desk, call))
            }
        } catch {
            // A token that is none stands in the ledger like a user who is none.
            if error.code == .actorUnknown, asked.request.headers[.authorization] != nil {
                desk.countUnknown(connection.peer)
            }
            return .reply(Reply(error, request: asked.id))
        }
    }

    // MARK: Streams

    @concurrent private func stream(
        _ work: any LineWork, _ asked: Asked, _ writer: consuming ResponseWriter
    ) async throws {
        defer { tell(asked, 200, nil) }
        var out: any ResponseBodyWriter = try await writer.writeHead(Self.linesHead(asked))
        var work = work
        let queue = LineQueue(work.gathering)
        let (body, most) = (asked.request.body, desk.limits.lineBytes)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await queue.fill(from: body, most: most) }
            // Whatever ends the work ends the reading.
            defer { group.cancelAll() }
            var goesOn = true
            while goesOn, let lines = try await queue.next() {
                let answers: [JSON]
                (answers, goesOn) = await work.answer(lines)
                try await out.write(Self.buffer(answers))
            }
            if goesOn { try await out.write(Self.buffer([work.summary])) }
        }
        try await out.finish(nil)
    }

    static func linesHead(_ asked: Asked) -> HTTPResponse {
        HTTPResponse(
            status: .ok,
            headerFields: [
                .contentType: "application/x-ndjson", .cacheControl: "no-store",
                .cofferRequest: Hex.encode(asked.id.bytes),
            ])
    }

    static func buffer(_ lines: [JSON]) -> ByteBuffer {
        ByteBuffer(bytes: lines.flatMap { $0.canonical + [10] })
    }
}
