import CofferModel
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Answers, and refusals of what is no request.
extension Wire {

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        send(context, unwrapOutboundIn(data), promise)
    }

    func send(
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
            if unwritten == 0 { wasTaken(context) }
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

    func answer(_ head: HTTPResponse) -> HTTPResponseHead {
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

    func endAnswer(_ context: ChannelHandlerContext) {
        guard isAnswering else { return }
        isAnswering = false
        guard !closesAfter, !inputEnded else { return finish(context) }
        context.eventLoop.assumeIsolated().execute { [self] in
            advance(context)
            context.fireChannelReadComplete()
            if wantsRead {
                wantsRead = false
                read(context: context)
            }
        }
    }

    /// What was answered is in the kernel: the connection is idle, or ends.
    private func wasTaken(_ context: ChannelHandlerContext) {
        writing.cancel()
        if !isAnswering, isBusy {
            isBusy = false
            connection.end()
            if case .head = phase, scan.isFresh { waitForRequest(context) }
        }
        let waiting = closings
        closings = []
        for closing in waiting { context.close(mode: closing.mode, promise: closing.promise) }
    }

    /// Whoever closes waits until what was answered is in the kernel, or its time is over: see ``watchWrites(_:in:)``.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard unwritten > 0, mode != .input else { return context.close(mode: mode, promise: promise) }
        closings.append((mode, promise))
    }

    /// Lets the last answer out, and ends the connection.
    func end(_ context: ChannelHandlerContext) {
        takeNoMore(context)
        close(context: context, mode: .all, promise: nil)
    }

    /// Lets the last answer out, and gives the client a moment to read it.
    func finish(_ context: ChannelHandlerContext) {
        takeNoMore(context)
        let closed = context.eventLoop.makePromise(of: Void.self)
        closed.futureResult.assumeIsolated().whenComplete { [self] _ in
            if inputEnded { return context.close(promise: nil) }
            wait(context, limits.linger) { $1.close(promise: nil) }
            context.read()
        }
        close(context: context, mode: .output, promise: closed)
    }

    private func takeNoMore(_ context: ChannelHandlerContext) {
        phase = .over
        input = ByteBuffer()
        reading.cancel()
        context.flush()
    }

    /// Answers what is no request, and ends the connection.
    func refuse(_ context: ChannelHandlerContext, _ code: Code, _ rule: Rule) {
        if case .over = phase { return }
        closesAfter = true
        let reply = connection.refused(VaultError(code, rule: rule))
        send(context, .head(reply.head))
        send(context, .body(reply.buffer))
        send(context, .end(nil))
        finish(context)
    }

    /// Ends a request in the middle of its body; whoever works on it answers with what it has.
    func fail(_ context: ChannelHandlerContext, _ fault: WireFault) {
        closesAfter = true
        phase = .over
        reading.cancel()
        context.fireErrorCaught(fault)
        if !isAnswering { finish(context) }
    }
}
