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
    enum Phase {
        case head
        case length(Int)
        case chunked(ChunkedBody)
        /// The last answer is on its way, and what still comes is thrown away.
        case over
    }

    let connection: Connection
    let limits: ServiceLimits
    var phase = Phase.head
    var scan = HeadScan()
    var input = ByteBuffer()
    /// A request was handed on, and the end of its answer was not yet written.
    var isAnswering = false
    /// The connection counts as busy from a request's header until its answer was taken.
    var isBusy = false
    var closesAfter = false
    var inputEnded = false
    /// Somebody asked for bytes while none were to be read.
    var wantsRead = false
    var isReading = false
    var isStream = false
    var reading = Deadline()
    var writing = Deadline()
    /// Parts of answers that are not yet in the kernel.
    var unwritten = 0
    /// Ends that wait for them.
    var closings: [(mode: CloseMode, promise: EventLoopPromise<Void>?)] = []
    var lastWritten = NIODeadline.now()
    var lastRead = NIODeadline.now()

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

    func advance(_ context: ChannelHandlerContext) {
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
    func step(_ context: ChannelHandlerContext) throws(HeadFault) -> Bool {
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

    func readHead(_ context: ChannelHandlerContext) throws(HeadFault) -> Bool {
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

    func begin(_ context: ChannelHandlerContext, _ head: RequestHead) throws(HeadFault) {
        // Another connection may have taken this one's place meanwhile.
        guard connection.begin() else { return end(context) }
        (isAnswering, isBusy) = (true, true)
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

    func endRequest(_ context: ChannelHandlerContext) {
        phase = .head
        reading.cancel()
        context.fireChannelRead(wrapInboundOut(.end(nil)))
    }

    // MARK: Ends

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            inputEnded = true
            switch phase {
            case .length, .chunked: fail(context, .truncated)
            case .head, .over: if !isAnswering { end(context) }
            }
        case is ChannelShouldQuiesceEvent:
            closesAfter = true
            if case .head = phase, !isAnswering { end(context) }
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
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }
}
