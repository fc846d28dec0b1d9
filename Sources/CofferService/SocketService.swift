package import Coffer
package import CofferModel
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Opens the vault with a key that somebody brought.
package typealias Unlock = @Sendable (GivenKey) async throws(VaultError) -> Vault

/// The vault's socket: HTTP/1.1 for the users of this host whom the vault knows.
package struct SocketService: Service {
    private let listener: Listener
    private let desk: Desk
    private let sweepAt: Int?

    /// Puts the parts together.
    ///
    /// - Parameters:
    ///   - listener: the socket.
    ///   - keeper: the vault, or its absence.
    ///   - limits: every bound.
    ///   - exposition: where counts are kept.
    ///   - sweepAt: at which minute of the day, in UTC, it sweeps by itself; nil for never.
    ///   - logger: for one line a request.
    ///   - unlock: opens the vault with a key that was brought.
    /// - Throws: `unavailable` when there is not enough locked memory.
    package init(
        _ listener: Listener, _ keeper: Keeper, limits: ServiceLimits, exposition: Exposition, sweepAt: Int?,
        logger: Logger, unlock: @escaping Unlock
    ) throws(VaultError) {
        self.listener = listener
        self.sweepAt = sweepAt
        desk = try Desk(keeper, limits, Watch(exposition, logger, SystemRandom(), SystemClock()), unlock)
    }

    /// Answers until it is asked to stop; then finishes what was accepted, closes the vault, and removes the socket.
    package func run() async throws {
        do {
            try await answer()
        } catch {
            listener.remove()
            try? await desk.keeper.end()
            throw error
        }
    }

    private func answer() async throws {
        let door = Door(desk: desk)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in door.open(channel) }
            .withBoundSocket(listener.descriptor).get()
        desk.watch.logger.info("listening")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await record() }
            group.addTask { await Dispatcher(desk: desk).run() }
            if let sweepAt { group.addTask { await Sweeper(desk: desk, minute: sweepAt).run() } }
            await withGracefulShutdownHandler {
                try? await server.closeFuture.get()
            } onGracefulShutdown: {
                server.close(promise: nil)
            }
            await drain()
            group.cancelAll()
        }
        await recordUnknown(all: true)
        listener.remove()
        try await desk.keeper.end()
        desk.watch.logger.info("stopped")
    }

    /// Lets every connection finish the request it is working on, for a while.
    private func drain() async {
        desk.connections.quiesce()
        let last = ContinuousClock.now + desk.limits.stop
        while desk.connections.count > 0, ContinuousClock.now < last {
            try? await Task.sleep(for: desk.limits.stopPoll)
        }
        desk.connections.closeAll()
    }

    /// Writes to the ledger who came without being entered.
    private func record() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: desk.limits.unknownPoll)
            await recordUnknown(all: false)
        }
    }

    /// What cannot be recorded now is kept until it can.
    private func recordUnknown(all: Bool) async {
        guard desk.keeper.condition == .open else { return }
        desk.sortKnocks()
        for due in desk.unknown.due(at: .now, all: all) {
            do throws(VaultError) {
                try await desk.keeper.borrow { (vault) throws(VaultError) in
                    let origin = Origin(uid: due.peer.uid, pid: due.peer.pid)
                    try await vault.recordUnknown(origin, refused: due.refused)
                }
            } catch {
                desk.unknown.takeBack(due)
                desk.watch.logger.error("unknown user not recorded")
            }
        }
    }
}
