import CofferModel
import NIOCore
import NIOHTTP1
import NIOPosix

/// A connection to the service, for one request at a time.
struct Connection: Sendable {
    private let channel: any Channel
    private let handler: NIOLoopBound<AnswerHandler>
    /// Done when the operating system has taken the request, or the head of a stream.
    private let sent: EventLoopFuture<Void>
    /// Whether an answer came over it before.
    let isReused: Bool

    var isOpen: Bool { channel.isActive }

    /// Connects, and sends a request at once.
    static func open(
        _ path: String, patience: Duration, sending call: Call
    ) async throws(Broken) -> Connection {
        var left = 10
        while true {
            do {
                return try await bootstrap.connect(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        // Made anew each time: one that was given up has wiped itself.
                        try Connection(channel, patience: patience, sending: call.outgoing)
                    }
                }
            } catch {
                // The service has not taken those who came before: unix sockets do not queue longer than that.
                guard (error as? IOError)?.errnoCode == EAGAIN, left > 0 else {
                    throw Broken(connecting: error)
                }
                left -= 1
                do { try await Task.sleep(for: .milliseconds(50)) } catch { throw .cancelled }
            }
        }
    }

    private static var bootstrap: ClientBootstrap {
        ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(.milliseconds(Int64(Limits.connectTimeout)))
            .channelOption(.autoRead, value: false)
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 64 * 1024))
    }

    private init(_ channel: any Channel, patience: Duration, sending request: Outgoing) throws {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        let handler = AnswerHandler(patience: TimeAmount(patience), first: request, sent: promise)
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = Limits.answerHeadBytes
        limits.maxHeaderListSize = Limits.answerHeadBytes
        limits.maxHeaderFieldCount = 64
        try channel.pipeline.syncOperations.addHTTPClientHandlers(decoderLimitConfiguration: limits)
        try channel.pipeline.syncOperations.addHandler(handler)
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        sent = promise.futureResult
        isReused = false
    }

    private init(_ other: Connection, sent: EventLoopFuture<Void>) {
        channel = other.channel
        handler = other.handler
        self.sent = sent
        isReused = true
    }

    /// Sends another request after the answer to the one before.
    func sending(_ request: Outgoing) -> Connection {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        channel.eventLoop.execute { handler.value.begin(request, sent: promise) }
        return Connection(self, sent: promise.futureResult)
    }

    /// The next part of the answer.
    func next() async throws(Broken) -> HTTPClientResponsePart {
        let promise = channel.eventLoop.makePromise(of: HTTPClientResponsePart.self)
        channel.eventLoop.execute { handler.value.next(promise) }
        do {
            return try await withTaskCancellationHandler {
                try await promise.futureResult.get()
            } onCancel: {
                end(.cancelled)
            }
        } catch { throw error as? Broken ?? .closed }
    }

    /// Sends a part of a stream.
    ///
    /// - Returns: what is done when the operating system has it.
    func write(_ bytes: ByteBuffer) -> EventLoopFuture<Void> {
        channel.eventLoop.flatSubmit { handler.value.write(bytes) ?? Self.failed(channel.eventLoop) }
    }

    /// Ends a stream.
    func endStream() async throws(Broken) {
        let end = channel.eventLoop.flatSubmit { handler.value.end() ?? Self.failed(channel.eventLoop) }
        do { try await end.get() } catch { throw .closed }
    }

    private static func failed(_ loop: any EventLoop) -> EventLoopFuture<Void> {
        loop.makeFailedFuture(Broken.closed)
    }

    /// Keeps the connection for another request, if it can be.
    func rest() async -> Rest {
        (try? await channel.eventLoop.submit { handler.value.rest() }.get()) ?? .cut
    }

    /// Whether the operating system took the whole request, or the head of a stream; known when it was answered or
    /// the connection has ended.
    var wasSent: Bool { get async { (try? await sent.get()) != nil } }

    /// Ends the connection.
    func end(_ why: Broken = .closed) { channel.eventLoop.execute { handler.value.fail(why) } }
}

extension Broken {
    init(connecting error: any Error) {
        switch error {
        case let error as IOError where error.errnoCode == EACCES || error.errnoCode == EPERM:
            self = .forbidden
        case is CancellationError: self = .cancelled
        case is SocketAddressError: self = .path
        case is ChannelError: self = .timedOut
        default: self = .absent
        }
    }
}
