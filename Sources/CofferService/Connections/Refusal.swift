import CofferModel
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Answers a connection at once, without reading a byte of it, and ends it.
final class Refusal: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let reply: Reply
    private let linger: Duration
    private var ending = Deadline()

    init(_ reply: Reply, linger: Duration) {
        self.reply = reply
        self.linger = linger
    }

    /// Nothing is read.
    func read(context: ChannelHandlerContext) {}

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        var headers = HTTPHeaders(reply.head.headerFields.map { ($0.name.rawName, $0.value) })
        headers.replaceOrAdd(name: "Connection", value: "close")
        let status = HTTPResponseStatus(statusCode: reply.status)
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(reply.buffer))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(mode: .output, promise: nil)
        // A client that is still sending its request shall find the answer, and not a broken pipe.
        ending.set(linger, on: context.eventLoop) { context.close(promise: nil) }
    }

    /// A connection that was refused makes room at once.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func handlerRemoved(context: ChannelHandlerContext) { ending.cancel() }
}
