import NIOCore
import NIOPosix
import Synchronization

/// Keeps services alive as long as a test: a reference that is not used again is let go of at once.
final class Kept: Sendable {
    private let all = Mutex<[any AnyObject & Sendable]>([])

    func keep<Service: AnyObject & Sendable>(_ service: Service) -> Service {
        all.withLock { $0.append(service) }
        return service
    }
}

/// A service that says, byte by byte, what a test tells it to.
final class ScriptedService: Sendable {
    /// What is said to a request.
    struct Said: Sendable {
        var bytes: [UInt8]
        var ends = false

        static func text(_ text: String, ends: Bool = false) -> Said {
            Said(bytes: Array(text.utf8), ends: ends)
        }

        static func json(
            _ body: String, status: String = "200 OK", type: String = "application/json", ends: Bool = false
        ) -> Said {
            let head = "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)"
            return .text("\(head)\r\n\r\n\(body)", ends: ends)
        }

        static func problem(_ status: String, _ body: String, ends: Bool = false) -> Said {
            .json(body, status: status, type: "application/problem+json", ends: ends)
        }

        static let nothing = Said(bytes: [], ends: true)
        static let silence = Said(bytes: [])
    }

    /// How it behaves.
    struct Script: Sendable {
        /// What is said to whoever connects, before he asks.
        var greeting: Said?
        /// What is said to a whole request: its text, and how many requests the service had before.
        var answer: @Sendable (String, Int) -> Said = { _, _ in .silence }
        /// What is said as soon as a request begins.
        var early: Said?
    }

    let path: String
    private let channel: any Channel
    private let seen: Seen

    final class Seen: Sendable {
        let requests = Mutex<[String]>([])
        let connections = Atomic<Int>(0)
        let open = Atomic<Int>(0)
        let mostOpen = Atomic<Int>(0)
    }

    var requests: [String] { seen.requests.withLock { $0 } }
    var connections: Int { seen.connections.load(ordering: .relaxed) }
    var mostOpen: Int { seen.mostOpen.load(ordering: .relaxed) }

    init(_ path: String, _ script: Script) async throws {
        let seen = Seen()
        self.path = path
        self.seen = seen
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Speaker(script, seen))
                }
            }
            .bind(unixDomainSocketPath: path).get()
    }

    deinit { channel.close(promise: nil) }

    /// One connection: collects bytes until a request is whole.
    private final class Speaker: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let script: Script
        private let seen: Seen
        private var given: [UInt8] = []
        private var wasEarly = false

        init(_ script: Script, _ seen: Seen) {
            self.script = script
            self.seen = seen
        }

        func channelActive(context: ChannelHandlerContext) {
            seen.connections.add(1, ordering: .relaxed)
            let open = seen.open.add(1, ordering: .relaxed).newValue
            seen.mostOpen.max(open, ordering: .relaxed)
            if let greeting = script.greeting { say(greeting, context) }
        }

        func channelInactive(context: ChannelHandlerContext) { seen.open.subtract(1, ordering: .relaxed) }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            given += unwrapInboundIn(data).readableBytesView
            if let early = script.early, !wasEarly {
                wasEarly = true
                say(early, context)
            }
            while let length = Self.requestLength(given) {
                let request = String(decoding: given[..<length], as: UTF8.self)
                given.removeFirst(length)
                let count = seen.requests.withLock { requests in
                    requests.append(request)
                    return requests.count - 1
                }
                if script.early == nil { say(script.answer(request, count), context) }
            }
        }

        private func say(_ said: Said, _ context: ChannelHandlerContext) {
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: said.bytes))).whenComplete { _ in
                if said.ends { channel.close(promise: nil) }
            }
        }

        /// The length of the first request, if it is whole.
        private static func requestLength(_ bytes: [UInt8]) -> Int? {
            guard let end = place(of: "\r\n\r\n", in: bytes) else { return nil }
            let head = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
            if head.contains("transfer-encoding: chunked") {
                return place(of: "\r\n0\r\n\r\n", in: bytes).map { $0 + 7 }
            }
            let length =
                head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst(15).trimmingPrefix(" ")) } ?? 0
            return bytes.count >= end + 4 + length ? end + 4 + length : nil
        }

        private static func place(of text: String, in bytes: [UInt8]) -> Int? {
            let needle = Array(text.utf8)
            guard bytes.count >= needle.count else { return nil }
            return (0...(bytes.count - needle.count)).first { bytes[$0...].starts(with: needle) }
        }
    }
}
