import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A service that answers a stream line by line, and takes no more than its client reads.
final class LineService: Sendable {
    /// How it behaves after some lines.
    enum Manner: Sendable, Equatable {
        case answersAll
        /// Breaks the connection.
        case breaks(after: Int)
        /// Ends its answer without a last line.
        case stops(after: Int)
        /// Says that this was all, although more comes.
        case ends(after: Int)
        /// Refuses the whole, after it has read so many lines.
        case refuses(after: Int)
        /// Answers all, and ends the connection.
        case answersAllAndLeaves
        /// Reads nothing of the lines.
        case readsNothing
    }

    let path: String
    private let channel: any Channel
    private let count: Count

    final class Count: Sendable {
        let taken = Atomic<Int>(0)
    }

    /// How many lines it has read.
    var taken: Int { count.taken.load(ordering: .relaxed) }

    /// Listens.
    ///
    /// - Parameters:
    ///   - path: the socket.
    ///   - manner: what it does.
    ///   - last: the last line, after so many.
    ///   - answer: the answer to a line, of which it gets number and text.
    /// - Throws: when the socket cannot be made.
    init(
        _ path: String, _ manner: Manner = .answersAll,
        last: @escaping @Sendable (Int) -> String = { count in
            #"{"lines":\#(count),"added":\#(count),"unchanged":0,"refused":0}"#
        },
        answer: @escaping @Sendable (Int, String) -> String = { number, _ in #"{"line":\#(number),"added":1}"#
        }
    ) async throws {
        let count = Count()
        self.path = path
        self.count = count
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withPipeliningAssistance: false)
                    try channel.pipeline.syncOperations.addHandler(Answerer(manner, count, last, answer))
                }
            }
            .bind(unixDomainSocketPath: path).get()
    }

    deinit { channel.close(promise: nil) }

    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let manner: Manner
        private let count: Count
        private let lastLine: @Sendable (Int) -> String
        private let answer: @Sendable (Int, String) -> String
        private var line: [UInt8] = []
        private var number = 0
        private var isOver = false

        init(
            _ manner: Manner, _ count: Count, _ last: @escaping @Sendable (Int) -> String,
            _ answer: @escaping @Sendable (Int, String) -> String
        ) {
            self.manner = manner
            self.count = count
            lastLine = last
            self.answer = answer
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head:
                if manner == .readsNothing { _ = context.channel.setOption(.autoRead, value: false) }
                if case .refuses = manner { return }
                begin(context, 200, "application/x-ndjson")
            case .body(let bytes):
                for byte in bytes.readableBytesView {
                    guard byte == 10 else {
                        line.append(byte)
                        continue
                    }
                    take(context)
                }
                if !isOver { context.flush() }
            case .end:
                guard !isOver else { return }
                last(context)
            }
        }

        func channelWritabilityChanged(context: ChannelHandlerContext) {
            _ = context.channel.setOption(.autoRead, value: context.channel.isWritable)
        }

        private func take(_ context: ChannelHandlerContext) {
            number += 1
            count.taken.add(1, ordering: .relaxed)
            let text = String(decoding: line, as: UTF8.self)
            line = []
            guard !isOver else { return }
            if case .refuses(let after) = manner {
                if number == after { refuse(context) }
                return
            }
            say(answer(number, text), context)
            switch manner {
            case .breaks(number):
                isOver = true
                let channel = context.channel
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer())))).whenComplete { _ in
                    channel.close(promise: nil)
                }
            case .stops(number):
                isOver = true
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            case .ends(number):
                isOver = true
                last(context)
            default: break
            }
        }

        private func begin(_ context: ChannelHandlerContext, _ status: Int, _ type: String) {
            let head = HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: status),
                headers: ["Content-Type": type, "Transfer-Encoding": "chunked"])
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }

        private func say(_ line: String, _ context: ChannelHandlerContext) {
            let bytes = ByteBuffer(string: line + "\n")
            context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
        }

        private func last(_ context: ChannelHandlerContext) {
            say(lastLine(number), context)
            let channel = context.channel
            let leaves = manner == .answersAllAndLeaves
            context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
                if leaves { channel.close(promise: nil) }
            }
        }

        private func refuse(_ context: ChannelHandlerContext) {
            isOver = true
            begin(context, 403, "application/problem+json")
            say(#"{"code":"role_denied","status":403,"title":"Denied","type":"about:blank"}"#, context)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
