import CofferModel
import NIOCore
import NIOHTTP1

/// The end of a connection: sends one request at a time, and hands out its answer part by part as it is asked for.
///
/// Nothing is read that nobody waits for, so that a slow reader slows the service down instead of filling memory. All
/// of it happens on the connection's event loop.
final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let patience: TimeAmount
    private var context: ChannelHandlerContext?
    private var first: (request: Outgoing, sent: EventLoopPromise<Void>)?
    private var parts = CircularBuffer<HTTPClientResponsePart>()
    private var waiting: EventLoopPromise<HTTPClientResponsePart>?
    private var timer: Scheduled<Void>?
    /// Since when the service keeps somebody waiting.
    private var since = NIODeadline.now()
    private var broken: Broken?
    private var writing = 0
    private var isRequestWhole = false
    private var isAnswerWhole = false
    private var isKeptAlive = false
    private var isResting = false

    /// Takes the request that is sent as soon as there is a connection.
    ///
    /// In the same breath: a service that refuses this user answers and closes at once, and an answer to nothing would
    /// be thrown away.
    init(patience: TimeAmount, first request: Outgoing, sent: EventLoopPromise<Void>) {
        self.patience = patience
        first = (request, sent)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) {
        guard let first = first.take() else { return }
        begin(first.request, sent: first.sent)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isResting else { return fail(.malformed) }
        let part = unwrapInboundIn(data)
        switch part {
        case .head(let head): isKeptAlive = head.isKeepAlive
        case .body: break
        case .end: isAnswerWhole = true
        }
        if let promise = stopWaiting() {
            promise.succeed(part)
        } else {
            parts.append(part)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // What was read may have held no whole part.
        if waiting != nil { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error is HTTPParserError || error is NIOHTTPDecoderError ? .malformed : .closed)
    }

    func channelInactive(context: ChannelHandlerContext) { fail(.closed) }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(.closed)
        self.context = nil
    }

    /// Sends a request; one whose body is a stream is not whole until ``end()``.
    func begin(_ request: Outgoing, sent: EventLoopPromise<Void>) {
        guard let context, broken == nil else {
            request.wipe()
            return sent.fail(Broken.closed)
        }
        wake()
        isRequestWhole = request.body != nil
        isAnswerWhole = false
        writing += 1
        sent.futureResult.assumeIsolated().whenComplete { _ in
            self.writing -= 1
            request.wipe()
        }
        // The answer of a service that does not read on is to be had only by a reader who waited before.
        context.read()
        guard let body = request.body else {
            return context.writeAndFlush(wrapOutboundOut(.head(request.head)), promise: sent)
        }
        context.write(wrapOutboundOut(.head(request.head)), promise: nil)
        if body.readableBytes > 0 { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    }

    /// Sends a part of a stream; the future is done when the operating system has it.
    func write(_ bytes: ByteBuffer) -> EventLoopFuture<Void>? {
        send(.body(.byteBuffer(bytes)))
    }

    /// Ends a stream.
    func end() -> EventLoopFuture<Void>? {
        isRequestWhole = true
        return send(.end(nil))
    }

    private func send(_ part: HTTPClientRequestPart) -> EventLoopFuture<Void>? {
        guard let context, broken == nil else { return nil }
        writing += 1
        since = .now()
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in
            self.writing -= 1
            self.since = .now()
        }
        context.writeAndFlush(wrapOutboundOut(part), promise: promise)
        return promise.futureResult
    }

    /// The next part of the answer, when it is there.
    func next(_ promise: EventLoopPromise<HTTPClientResponsePart>) {
        if let part = parts.popFirst() { return promise.succeed(part) }
        guard let context, broken == nil, waiting == nil else { return promise.fail(broken ?? .closed) }
        waiting = promise
        since = .now()
        startTimer(context, patience)
        context.read()
    }

    /// After a whole answer: the connection stays open for another request, for a while.
    ///
    /// It is read from, so that its end is noticed; anything that comes unasked ends it.
    ///
    /// - Returns: whether it does.
    func rest() -> Rest {
        guard isRequestWhole, isAnswerWhole else {
            fail(.closed)
            return .cut
        }
        guard let context, broken == nil, isKeptAlive, parts.isEmpty else {
            fail(.closed)
            return .ended
        }
        isResting = true
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: .milliseconds(Int64(Limits.keepAlive))) {
            handler.value.fail(.closed)
        }
        context.read()
        return .kept
    }

    private func wake() {
        isResting = false
        timer?.cancel()
        timer = nil
    }

    private func startTimer(_ context: ChannelHandlerContext, _ time: TimeAmount) {
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: time) { handler.value.expire() }
    }

    /// While a stream's next line is not there yet, it is not the service that keeps anybody waiting.
    private func expire() {
        guard let context else { return }
        if !isRequestWhole, writing == 0 { since = .now() }
        let left = patience - (.now() - since)
        if left > .zero { startTimer(context, left) } else { fail(.timedOut) }
    }

    private func stopWaiting() -> EventLoopPromise<HTTPClientResponsePart>? {
        guard let promise = waiting.take() else { return nil }
        timer?.cancel()
        timer = nil
        return promise
    }

    /// Ends the connection; parts that came before are still handed out.
    func fail(_ why: Broken) {
        guard broken == nil else { return }
        broken = why
        timer?.cancel()
        if let first = first.take() {
            first.request.wipe()
            first.sent.fail(why)
        }
        stopWaiting()?.fail(why)
        context?.close(promise: nil)
    }
}

/// What becomes of a connection after an answer.
enum Rest {
    /// It stays for another request.
    case kept
    /// It has ended, after a whole request and a whole answer.
    case ended
    /// It has ended before.
    case cut
}
