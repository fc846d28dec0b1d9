import Coffer
import CofferModel
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Looks at who connects before a byte of his is read.
struct Door: Sendable {
    let desk: Desk

    /// Sets a new connection up, on its event loop.
    func open(_ channel: any Channel) -> EventLoopFuture<Void> {
        Peer.of(channel).flatMapThrowing { peer in try admit(peer, channel) }
    }

    private func admit(_ peer: Peer, _ channel: any Channel) throws {
        let handlers = channel.pipeline.syncOperations
        try handlers.addHandler(HTTPResponseEncoder())
        let isEntered = desk.keeper.isEntered(peer.uid)
        // Counted before anything is decided.
        switch isEntered {
        case false?: desk.countUnknown(peer)
        case nil: desk.unknown.knock(peer)
        case true?: break
        }
        guard let id = desk.connections.admit(peer, channel) else {
            desk.watch.count(.refusedConnections)
            return try refuse(VaultError(.unavailable, "too many connections"), handlers)
        }
        channel.closeFuture.whenComplete { _ in desk.connections.remove(id) }
        if isEntered == false { return try refuse(VaultError(.actorUnknown), handlers) }
        let connection = Connection(peer, id: id, desk.connections, desk.watch)
        try handlers.addHandler(Wire(connection, desk.limits))
        let parts = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
            wrappingChannelSynchronously: channel,
            configuration: .init(
                backPressureStrategy: .init(lowWatermark: 1, highWatermark: desk.limits.waitingPieces),
                isOutboundHalfClosureEnabled: true))
        // A task of its own: nobody stands in between who could let go of a connection that he never took up.
        let conversation = Conversation(Responder(desk: desk, connection: connection))
        Task { await conversation.handle(value: parts, logger: Conversation.silence) }
    }

    private func refuse(
        _ error: VaultError, _ handlers: ChannelPipeline.SynchronousOperations
    ) throws {
        var reply = Reply(error, request: desk.watch.newRequest())
        reply.headers[.date] = desk.watch.date
        if error.code == .unavailable { reply.headers[.retryAfter] = String(desk.limits.retryAfter) }
        try handlers.addHandler(Refusal(reply, linger: desk.limits.linger))
    }
}

/// One served connection, as Hummingbird runs it: request after request until it ends.
struct Conversation: HTTPChannelHandler {
    typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    /// What is logged of a request is said here, and not by a library that could put a part of it into its words.
    static let silence = Logger(label: "http") { _ in SwiftLogNoOpLogHandler() }

    let responder: HTTPChannelHandler.Responder

    init(_ responder: Responder) {
        self.responder = { request, writer, _ in try await responder.respond(request, writer) }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
    }

    func handle(value: Value, logger: Logger) async { await handleHTTP(asyncChannel: value, logger: logger) }
}
