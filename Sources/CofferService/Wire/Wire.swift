import Coffer
import CofferModel
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// One connection's HTTP/1.1, strictly: bytes in, requests out; answers in, bytes out; and every time limit.
///
/// One request at a time: the next one is read when the last is answered. Lives on its channel's event loop.
final class Wire: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// What the next bytes are.
    private enum Phase {
        case head
        case length(Int)
        case chunked(ChunkedBody)
        /// The last answer is on its way, and what still comes is thrown away.
        case over
    }

    private let connection: Connection
    private let limits: ServiceLimits
    private var phase = Phase.head
    private var scan = HeadScan()
    private var input = ByteBuffer()
    /// A request was handed on, and the end of its answer was not yet written.
    private var isAnswering = false
    private var closesAfter = false
    private var inputEnded = false
    /// Somebody asked for bytes while none were to be read.
    private var wantsRead = false
    private var isReading = false
    private var isStream = false
    private var reading = Deadline()
    private var writing = Deadline()
    private var unwritten = 0
    private var lastWritten = NIODeadline.now()
    private var lastRead = NIODeadline.now()

    init(_ connection: Connection, _ limits: ServiceLimits) {
        self.connection = connection
        self.limits = limits
    }

    // MARK: Bytes in

    func channelActive(context: ChannelHandlerContext) {
        waitForRequest(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = false
        lastRead = .now()
        let bytes = unwrapInboundIn(data)
        // A copy, because the buffer that NIO reads into is kept and used again.
        if case .over = phase {} else { input.writeImmutableBuffer(bytes) }
        bytes.wipe()
        advance(context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if case .over = phase { context.read() }
    }

    func read(context: ChannelHandlerContext) {
        if case .head = phase, isAnswering {
            wantsRead = true
        } else {
            isReading = true
            lastRead = .now()
            context.read()
        }
    }

    private func advance(_ context: ChannelHandlerContext) {
        do throws(HeadFault) {
            while try step(context) {}
        } catch {
            switch phase {
            case .head: refuse(context, .usage, error.rule)
            case .length, .chunked: fail(context, .broken(error.rule))
            case .over: break
            }
        }
        // Nothing of a request stays here longer than it must.
        if input.readableBytes == 0 { input = ByteBuffer() } else { input.discardReadBytes() }
    }

    /// Takes one thing out of what arrived; false when there is nothing to take.
    private func step(_ context: ChannelHandlerContext) throws(HeadFault) -> Bool {
        switch phase {
        case .head:
            guard !isAnswering, input.readableBytes > 0 else { return false }
            return try readHead(context)
        case .length(let left):
            guard let piece = input.readSlice(length: min(left, input.readableBytes)),
                piece.readableBytes > 0
            else { return false }
            phase = .length(left - piece.readableBytes)
            context.fireChannelRead(wrapInboundOut(.body(piece)))
            if left == piece.readableBytes { endRequest(context) }
            return true
        case .chunked(var body):
            let piece = try body.next(&input)
            phase = .chunked(body)
            if let piece { context.fireChannelRead(wrapInboundOut(.body(piece))) }
            if body.isDone { endRequest(context) }
            return piece != nil || body.isDone
        case .over:
            input = ByteBuffer()
            return false
        }
    }

    private func readHead(_ context: ChannelHandlerContext) throws(HeadFault) -> Bool {
        if scan.isFresh { wait(context, limits.head) { $0.headIsLate($1) } }
        switch scan.scan(input.readableBytesView) {
        case .broken: throw HeadFault("http.bytes")
        case .incomplete:
            if input.readableBytes > limits.headBytes { refuse(context, .tooLarge, "http.head_size") }
            return false
        case .complete(let end):
            guard end <= limits.headBytes, let bytes = input.readBytes(length: end) else {
                refuse(context, .tooLarge, "http.head_size")
                return false
            }
            scan = HeadScan()
            try begin(context, RequestHead(reading: bytes, most: limits.headFields))
            return true
        }
    }

    private func begin(_ context: ChannelHandlerContext, _ head: RequestHead) throws(HeadFault) {
        // Another connection may have taken this one's place meanwhile.
        guard connection.begin() else { return context.close(promise: nil) }
        isAnswering = true
        closesAfter = closesAfter || head.closes
        isStream = RouteTable.isStream(head.request)
        context.fireChannelRead(wrapInboundOut(.head(head.request)))
        switch head.framing {
        case .none: endRequest(context)
        case .length(let bytes): phase = .length(bytes)
        case .chunked: phase = .chunked(ChunkedBody())
        }
        if case .head = phase { return }
        wait(context, limits.body) { $0.bodyIsLate($1) }
    }

    private func endRequest(_ context: ChannelHandlerContext) {
        phase = .head
        reading.cancel()
        context.fireChannelRead(wrapInboundOut(.end(nil)))
    }

    // MARK: Times

    private func wait(
        _ context: ChannelHandlerContext, _ time: Duration,
        _ act: @escaping (Wire, ChannelHandlerContext) -> Void
    ) {
        reading.set(time, on: context.eventLoop) { [self] in act(self, context) }
    }

    private func waitForRequest(_ context: ChannelHandlerContext) {
        wait(context, limits.idle) { $1.close(promise: nil) }
    }

    private func headIsLate(_ context: ChannelHandlerContext) {
        refuse(context, .usage, "http.head_time")
    }

    private func bodyIsLate(_ context: ChannelHandlerContext) {
        let rest = TimeAmount(limits.body) - (NIODeadline.now() - lastRead)
        // A stream may take its time, as long as it moves, or as this side does not read.
        if isStream, !isReading || rest > .zero {
            let next = isReading ? Duration(rest) : limits.body
            return wait(context, next) { $0.bodyIsLate($1) }
        }
        fail(context, .late)
    }

    private func watchWrites(_ context: ChannelHandlerContext, in time: TimeAmount) {
        writing.set(Duration(time), on: context.eventLoop) { [self] in
            let rest = TimeAmount(limits.write) - (NIODeadline.now() - lastWritten)
            if rest > .zero { watchWrites(context, in: rest) } else { context.close(promise: nil) }
        }
    }

    // MARK: Answers out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        send(context, unwrapOutboundIn(data), promise)
    }

    private func send(
        _ context: ChannelHandlerContext, _ part: HTTPResponsePart, _ promise: EventLoopPromise<Void>? = nil
    ) {
        let written = promise ?? context.eventLoop.makePromise()
        if unwritten == 0 {
            lastWritten = .now()
            watchWrites(context, in: TimeAmount(limits.write))
        }
        unwritten += 1
        written.futureResult.assumeIsolated().whenComplete { [self] _ in
            unwritten -= 1
            lastWritten = .now()
            if unwritten == 0 { writing.cancel() }
        }
        switch part {
        case .head(let head): context.write(wrapOutboundOut(.head(answer(head))), promise: written)
        case .body(let bytes):
            context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: written)
        case .end:
            context.write(wrapOutboundOut(.end(nil)), promise: written)
            endAnswer(context)
        }
    }

    private func answer(_ head: HTTPResponse) -> HTTPResponseHead {
        var fields = head.headerFields
        if head.status.kind != .informational {
            fields[.date] = connection.date
            // What of the request is still to come would only be thrown away.
            if case .head = phase {} else { closesAfter = true }
            if fields[.connection] == "close" { closesAfter = true }
            if closesAfter { fields[.connection] = "close" }
        }
        let status = HTTPResponseStatus(statusCode: head.status.code, reasonPhrase: head.status.reasonPhrase)
        let headers = HTTPHeaders(fields.map { ($0.name.rawName, $0.value) })
        return HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    }

    private func endAnswer(_ context: ChannelHandlerContext) {
        guard isAnswering else { return }
        isAnswering = false
        connection.end()
        guard !closesAfter, !inputEnded else { return finish(context) }
        waitForRequest(context)
        context.eventLoop.assumeIsolated().execute { [self] in
            advance(context)
            context.fireChannelReadComplete()
            if wantsRead {
                wantsRead = false
                read(context: context)
            }
        }
    }

    /// Lets the last answer out, and gives the client a moment to read it.
    private func finish(_ context: ChannelHandlerContext) {
        phase = .over
        input = ByteBuffer()
        reading.cancel()
        context.flush()
        let closed = context.eventLoop.makePromise(of: Void.self)
        closed.futureResult.assumeIsolated().whenComplete { [self] _ in
            if inputEnded { return context.close(promise: nil) }
            wait(context, limits.linger) { $1.close(promise: nil) }
            context.read()
        }
        context.close(mode: .output, promise: closed)
    }

    // MARK: Refusals

    /// Answers what is no request, and ends the connection.
    private func refuse(_ context: ChannelHandlerContext, _ code: Code, _ rule: Rule) {
        if case .over = phase { return }
        closesAfter = true
        let reply = connection.refused(VaultError(code, rule: rule))
        send(context, .head(reply.head))
        send(context, .body(reply.buffer))
        send(context, .end(nil))
        finish(context)
    }

    /// Ends a request in the middle of its body; whoever works on it answers with what it has.
    private func fail(_ context: ChannelHandlerContext, _ fault: WireFault) {
        closesAfter = true
        phase = .over
        reading.cancel()
        context.fireErrorCaught(fault)
        if !isAnswering { finish(context) }
    }

    // MARK: Ends

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            inputEnded = true
            switch phase {
            case .length, .chunked: fail(context, .truncated)
            case .head: if !isAnswering { context.close(promise: nil) }
            case .over: if !isAnswering { context.close(promise: nil) }
            }
        case is ChannelShouldQuiesceEvent:
            closesAfter = true
            if case .head = phase, !isAnswering { context.close(promise: nil) }
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        switch phase {
        case .length, .chunked: fail(context, .truncated)
        case .head, .over: break
        }
        phase = .over
        reading.cancel()
        writing.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        reading.cancel()
        writing.cancel()
        connection.gone()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }
}
